/* The SPARQL page: asks the endpoint, shows the answer as a table and as a chart, and marks the place of an error. */
"use strict";

(() => {
  const form = document.getElementById("sparql-form");
  const answer = document.getElementById("answer");
  if (!form || !answer) return;

  const SVG = "http://www.w3.org/2000/svg";
  const XSD = "http://www.w3.org/2001/XMLSchema#";
  const NUMBERS = new Set(["integer", "decimal", "double", "float", "nonNegativeInteger", "int", "long"].map((name) => XSD + name));
  const TIMES = new Set(["date", "gYear", "gYearMonth", "dateTime"].map((name) => XSD + name));
  const MOST_ROWS = 500;
  const MOST_BARS = 30;
  const LONGEST_ADDRESS = 6000;
  const text = form.elements.query;
  const words = answer.dataset;
  const number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 20 });
  let running = null;

  function make(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  function draw(name, attributes = {}, ...children) {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  const fill = (phrase, values) => phrase.replace(/\{(\w+)\}/g, (_, key) => values[key]);

  /* Asking */

  async function ask(event) {
    event?.preventDefault();
    running?.abort();
    running = new AbortController();
    show(make("p", { class: "quiet" }, words.running));
    try {
      const response = await fetch(...request(running.signal));
      remember();
      await (response.ok ? showAnswer(response) : showRefusal(response));
    } catch (problem) {
      if (problem.name !== "AbortError") show(make("p", { class: "error", role: "alert" }, words.unreachable));
    }
  }

  function request(signal) {
    const headers = { Accept: "application/sparql-results+json, text/turtle;q=0.8" };
    const parameters = new URLSearchParams({ query: text.value });
    const address = `${form.action}?${parameters}`;
    if (address.length < LONGEST_ADDRESS) return [address, { headers, signal }];
    return [form.action, { method: "POST", headers, body: parameters, signal }];
  }

  function remember() {
    const address = new URL(location.href);
    address.search = new URLSearchParams({ query: text.value }).toString();
    if (address.href.length < LONGEST_ADDRESS) history.replaceState(null, "", address);
  }

  async function showAnswer(response) {
    if (!response.headers.get("Content-Type").includes("json")) {
      show(make("pre", { tabindex: "0" }, make("code", {}, await response.text())));
      return;
    }
    const found = await response.json();
    if ("boolean" in found) {
      show(make("p", { class: "lead" }, found.boolean ? words.yes : words.no));
      return;
    }
    const rows = found.results.bindings;
    const count = fill(rows.length === 1 ? words.row : words.rows, { n: number.format(rows.length) });
    show(make("h2", { id: "answer-title", tabindex: "-1" }, count), charts(found.head.vars, rows), table(found.head.vars, rows));
  }

  async function showRefusal(response) {
    const said = await response.text();
    const place = /:(\d+):(\d+): /.exec(said);
    const message = make("pre", { class: "error", role: "alert" }, said.trim() || `${response.status} ${response.statusText}`);
    show(message);
    if (place) select(Number(place[1]), Number(place[2]));
  }

  function select(line, character) {
    const before = text.value.split("\n").slice(0, line - 1);
    const start = before.reduce((sum, one) => sum + one.length + 1, 0) + character - 1;
    text.focus();
    text.setSelectionRange(start, Math.min(start + 1, text.value.length));
  }

  function show(...parts) {
    answer.hidden = false;
    answer.replaceChildren(...parts);
  }

  /* The table */

  function table(names, rows) {
    const head = make("tr", {}, ...names.map((name) => make("th", all(rows, name, isNumber) ? { scope: "col", class: "number" } : { scope: "col" }, name)));
    const body = rows.slice(0, MOST_ROWS).map((row) => make("tr", {}, ...names.map((name) => cell(row[name]))));
    const made = make("table", {}, make("thead", {}, head), make("tbody", {}, ...body));
    const scrolled = make("div", { class: "scroll", tabindex: "0", role: "region", "aria-labelledby": "answer-title" }, made);
    if (rows.length > MOST_ROWS) scrolled.append(make("p", { class: "quiet" }, fill(words.first, { n: number.format(MOST_ROWS) })));
    return scrolled;
  }

  function cell(term) {
    if (!term) return make("td", {});
    if (isNumber(term)) return make("td", { class: "number" }, shown(term));
    if (term.type !== "uri") return make("td", term["xml:lang"] ? { lang: term["xml:lang"] } : {}, shown(term));
    const address = entityAddress(term.value);
    return make("td", {}, address ? make("a", { href: address }, short(term.value)) : short(term.value));
  }

  const isNumber = (term) => term.type === "literal" && NUMBERS.has(term.datatype) && Number.isFinite(Number(term.value));
  const visible = (value) => value.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, "\ufffd");

  function shown(term) {
    if (term.type === "uri") return short(term.value);
    if (!isNumber(term)) return visible(term.value);
    return /^[+-]?\d+(\.\d+)?$/.test(term.value) ? number.format(term.value) : term.value;
  }

  function short(iri) {
    const own = `${words.base}id/`;
    if (iri.startsWith(own)) return visible(iri.slice(own.length));
    const known = JSON.parse(words.prefixes).find(([, space]) => iri.startsWith(space) && iri.length > space.length);
    return visible(known ? `${known[0]}:${iri.slice(known[1].length)}` : iri);
  }

  function entityAddress(iri) {
    const own = `${words.base}id/`;
    if (iri.startsWith(own)) return words.entity.replace("KEY", iri.slice(own.length).split("/").map(encodeURIComponent).join("/"));
    return /^https?:\/\/[^\s<>"'\\`{}|^]+$/i.test(iri) ? iri : "";
  }

  /* The chart: the last column of numbers by the words before it, or how many rows say the same */

  function charts(names, rows) {
    const place = make("div", { class: "chart-place" });
    const numeric = names.filter((name) => all(rows, name, isNumber));
    const others = names.filter((name) => !numeric.includes(name) && rows.some((row) => row[name]));
    if (rows.length < 2 || !others.length) return place;
    const counted = "";
    const choice = make("select", { id: "chart-of" }, ...[...numeric, counted].map((name) => make("option", { value: name }, name || words.count)));
    choice.value = numeric.at(-1) ?? counted;
    const redraw = () => place.replaceChildren(make("p", { class: "chart-choice" }, make("label", { for: "chart-of" }, words.chart), " ", choice), ...figure(points(rows, others, choice.value), choice.value || words.count));
    choice.addEventListener("change", () => { redraw(); choice.focus(); });
    redraw();
    return place;
  }

  const all = (rows, name, test) => rows.some((row) => row[name]) && rows.every((row) => !row[name] || test(row[name]));

  function points(rows, others, value) {
    if (!value) return counts(rows, others);
    const time = others.length === 1 && all(rows, others[0], (term) => TIMES.has(term.datatype));
    const found = rows.filter((row) => row[value]).map((row) => ({ name: label(row, others.slice(0, 2)), value: Number(row[value].value), told: shown(row[value]) }));
    return { found, time };
  }

  function counts(rows, others) {
    const name = others.find((one) => new Set(rows.map((row) => row[one]?.value)).size < rows.length) ?? others[0];
    const found = new Map();
    for (const row of rows) found.set(label(row, [name]), (found.get(label(row, [name])) ?? 0) + 1);
    return { found: [...found].map(([one, value]) => ({ name: one, value, told: number.format(value) })), time: false };
  }

  function label(row, names) {
    const parts = names.map((name) => (row[name] ? shown(row[name]) : "–"));
    return [...new Set(parts)].join(" · ");
  }

  function figure({ found, time }, title) {
    if (!found.length) return [];
    const some = found.slice(0, MOST_BARS);
    const drawn = time ? line(some, title) : bars(some, title);
    const note = found.length > some.length ? [make("p", { class: "quiet" }, fill(words.first, { n: number.format(MOST_BARS) }))] : [];
    return [make("figure", { class: "chart-figure" }, make("figcaption", {}, make("h3", {}, title)), drawn, ...note)];
  }

  function picture(title, height, ...parts) {
    const named = [draw("title", { id: "answer-chart-title" }, title), draw("desc", { id: "answer-chart-desc" }, words.described)];
    const about = { class: "chart", role: "img", "aria-labelledby": "answer-chart-title answer-chart-desc", width: "100%", height: `${height}em` };
    return draw("svg", about, ...named, ...parts);
  }

  function scale(some) {
    const low = Math.min(0, ...some.map((point) => point.value));
    const high = Math.max(0, ...some.map((point) => point.value));
    return (value) => (100 * (value - low)) / (high - low || 1);
  }

  function bars(some, title) {
    const at = scale(some);
    const parts = some.flatMap((point, place) => {
      const top = 2.7 * place;
      const ends = [at(0), at(point.value)].sort((a, b) => a - b);
      return [
        draw("text", { x: "0", y: `${top + 1}em` }, clipped(point.name, 34)),
        draw("text", { x: "100%", y: `${top + 1}em`, class: "value", "text-anchor": "end" }, point.told),
        draw("rect", { x: "0", y: `${top + 1.4}em`, width: "100%", height: "0.85em", class: "track" }),
        draw("rect", { x: `${ends[0]}%`, y: `${top + 1.4}em`, width: `${ends[1] - ends[0]}%`, height: "0.85em", class: "s1" }, draw("title", {}, `${point.name}: ${point.told}`)),
      ];
    });
    return picture(title, 2.7 * some.length, ...parts);
  }

  function line(some, title) {
    const at = scale(some);
    const x = (place) => `${(100 * (place + 0.5)) / some.length}%`;
    const y = (point) => `${1.6 + 10.6 * (1 - at(point.value) / 100)}em`;
    const step = Math.ceil(some.length / 7);
    const strokes = some.slice(1).map((point, place) => draw("line", { x1: x(place), y1: y(some[place]), x2: x(place + 1), y2: y(point), class: "stroke d1 t1" }));
    const marks = some.map((point, place) => draw("circle", { cx: x(place), cy: y(point), r: "4.5", class: "mark disc s1" }, draw("title", {}, `${point.name}: ${point.told}`)));
    const names = some.flatMap((point, place) => (place % step ? [] : [draw("text", { x: x(place), y: "13.5em", class: "name", "text-anchor": "middle" }, point.name)]));
    const ground = draw("line", { x1: "0", x2: "100%", y1: y({ value: 0 }), y2: y({ value: 0 }), class: "ground" });
    return picture(title, 14, ground, ...strokes, ...marks, ...names);
  }

  const clipped = (name, longest) => (name.length <= longest ? name : `${name.slice(0, longest - 1).trimEnd()}…`);

  form.addEventListener("submit", (event) => {
    if (event.submitter?.name === "format") return;
    ask(event);
  });
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) ask(event);
  });
  if (text.value.trim() && form.dataset.run === "yes") ask();
})();
