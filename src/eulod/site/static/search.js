/* The search of a static site. Its index is scripts that are loaded as they are needed, so that it works from a disk too;
   what it does with them is what the server's search does: all words (each may be the beginning of a longer one), one of
   the chosen values of each facet, counts that the other facets leave. */
"use strict";

(() => {
  const words = document.getElementById("search-words")?.dataset;
  const form = document.getElementById("search");
  if (!words || !form) return;

  const language = document.documentElement.lang;
  const FACETS = ["kind", "programme", "period", "country", "theme", "status", "organisation"];
  const SIZE = 20;
  const SHOWN = 12;
  const IN_NAME = 10;
  const number = new Intl.NumberFormat(language);
  const plural = new Intl.PluralRules(language);
  const waiting = new Map();
  const loaded = new Map();

  window.eulodPiece = (name, value) => {
    waiting.get(name)?.(value);
    waiting.delete(name);
  };

  function load(name) {
    if (!loaded.has(name)) {
      loaded.set(name, new Promise((resolve) => {
        const script = document.createElement("script");
        waiting.set(name, resolve);
        script.src = name.startsWith(`${language}/`) ? `search/${name.slice(language.length + 1)}.js` : `../search/${name}.js`;
        script.onerror = () => resolve([]);
        document.head.append(script);
      }));
    }
    return loaded.get(name);
  }

  const fill = (phrase, values) => phrase.replace(/\{(\w+)\}/g, (_, key) => values[key]);
  const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  function numbers(steps) {
    let last = 0;
    return steps.map((step) => (last += step));
  }

  function make(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  /* What the address asks for */

  const asked = new URLSearchParams(location.search);
  const text = (asked.get("q") ?? "").slice(0, 500);
  const chosen = Object.fromEntries(FACETS.map((name) => [name, [...new Set(asked.getAll(name))].slice(0, 50)]));

  function address(change) {
    const parameters = new URLSearchParams();
    if (text) parameters.append("q", text);
    for (const name of FACETS) for (const value of chosen[name]) if (change.without !== `${name} ${value}`) parameters.append(name, value);
    if (change.page > 1) parameters.append("page", change.page);
    return `search.html?${parameters}`;
  }

  /* Finding */

  const pieceOf = (word) => [...[...word].slice(0, 2).join("").padEnd(2, "_")].map((letter) => (/[a-z0-9_]/.test(letter) ? letter : letter.codePointAt(0).toString(16))).join("");

  async function matching(meta) {
    const scores = new Float64Array(meta.entries).fill(1);
    for (const word of [...folded(text).matchAll(/[\p{L}\p{N}\p{Co}]+/gu)].map((found) => found[0]).slice(0, 16)) {
      const found = await scored(meta, word);
      for (let entry = 0; entry < scores.length; entry += 1) scores[entry] = found[entry] && scores[entry] ? scores[entry] + found[entry] : 0;
    }
    return scores;
  }

  async function scored(meta, word) {
    const found = new Float64Array(meta.entries);
    const piece = pieceOf(word);
    const names = word.length > 1 ? [piece] : meta.words.filter((name) => name.startsWith(piece.slice(0, -1)));
    const known = new Set(meta.words);
    for (const list of await Promise.all(names.filter((name) => known.has(name)).map((name) => load(`words-${name}`)))) {
      for (const [term, inNames, elsewhere] of list) {
        if (!term.startsWith(word)) continue;
        const whole = term === word ? 1 : 0;
        for (const entry of numbers(elsewhere)) found[entry] = Math.max(found[entry], 1 + whole);
        for (const entry of numbers(inNames)) found[entry] = Math.max(found[entry], IN_NAME + whole);
      }
    }
    return found;
  }

  async function valueNumbers(meta, name) {
    if (!chosen[name].length) return [];
    const pieces = Array.from({ length: Math.ceil(meta.facets[name] / meta.values) }, (_, place) => load(`${language}/facet-${name}-${place}`));
    const all = (await Promise.all(pieces)).flat();
    return chosen[name].map((iri) => all.findIndex(([value]) => value === iri)).filter((place) => place >= 0);
  }

  async function facet(meta, name) {
    const entries = (await load(`facet-${name}`)).map(numbers);
    const values = await valueNumbers(meta, name);
    const allowed = new Uint8Array(meta.entries).fill(chosen[name].length ? 0 : 1);
    for (const value of values) for (const entry of entries[value]) allowed[entry] = 1;
    return { name, entries, values, allowed };
  }

  function left(scores, facets, without) {
    const others = facets.filter((one) => one.name !== without);
    return Uint8Array.from(scores, (score, entry) => (score && others.every((one) => one.allowed[entry]) ? 1 : 0));
  }

  /* Showing */

  async function values(meta, one, scores, facets) {
    const mask = left(scores, facets, one.name);
    const counts = one.entries.map((entries, value) => ({ value, count: entries.reduce((sum, entry) => sum + mask[entry], 0) }));
    const found = counts.filter(({ value, count }) => count || one.values.includes(value));
    if (one.name !== "kind") found.sort((a, b) => b.count - a.count || a.value - b.value);
    const listed = found.filter(({ value }, place) => place < SHOWN || one.values.includes(value));
    const names = await Promise.all(listed.map(({ value }) => load(`${language}/facet-${one.name}-${Math.floor(value / meta.values)}`)));
    return { total: found.length, listed: listed.map((each, place) => ({ ...each, named: names[place][each.value % meta.values] })) };
  }

  function fieldset(one, { total, listed }) {
    if (!listed.length) return [];
    const labels = listed.map(({ value, count, named: [iri, html] }) => {
      const box = make("input", { type: "checkbox", name: one.name, value: iri });
      box.checked = one.values.includes(value);
      const name = make("span");
      name.innerHTML = html;
      return make("label", {}, box, " ", name, " ", make("span", { class: "count" }, number.format(count)));
    });
    const more = total > listed.length ? [make("p", { class: "more" }, fill(words.moreValues, { n: number.format(total - listed.length) }))] : [];
    return [make("fieldset", {}, make("legend", {}, words[`facet${one.name[0].toUpperCase()}${one.name.slice(1)}`]), ...labels, ...more)];
  }

  function chips(facets, shown) {
    const items = facets.flatMap((one, place) => shown[place].listed.filter(({ value }) => one.values.includes(value)).map(({ named: [iri, html] }) => {
      const name = make("span");
      name.innerHTML = html;
      const link = make("a", { href: address({ without: `${one.name} ${iri}` }) }, make("span", { class: "hidden" }, `${words.remove} `), name, " ", make("span", { "aria-hidden": "true" }, "×"));
      return make("li", {}, link);
    }));
    return items.length ? [make("ul", { class: "chosen", "aria-label": words.chosen }, ...items)] : [];
  }

  async function entries(meta, found) {
    const pieces = await Promise.all(found.map((entry) => load(`${language}/results-${Math.floor(entry / meta.results)}`)));
    const list = document.createElement("template");
    list.innerHTML = found.map((entry, place) => pieces[place][entry % meta.results]).join("\n");
    return list.content;
  }

  function pager(page, pages) {
    if (pages < 2) return [];
    const before = page > 1 ? [make("a", { rel: "prev", href: address({ page: page - 1 }) }, words.previous)] : [];
    const after = page < pages ? [make("a", { rel: "next", href: address({ page: page + 1 }) }, words.next)] : [];
    const where = make("span", {}, fill(words.where, { page: number.format(page), pages: number.format(pages) }));
    return [make("nav", { class: "pager", "aria-label": words.pager }, ...before, where, ...after)];
  }

  async function show() {
    const meta = await load("meta");
    const [scores, facets] = await Promise.all([matching(meta), Promise.all(FACETS.map((name) => facet(meta, name)))]);
    const mask = left(scores, facets, "");
    const all = [...mask.keys()].filter((entry) => mask[entry]);
    if (text) all.sort((a, b) => scores[b] - scores[a] || a - b);
    const pages = Math.max(1, Math.ceil(all.length / SIZE));
    const page = Math.min(Math.max(1, Number.parseInt(asked.get("page") ?? "1", 10) || 1), pages);
    const some = all.slice((page - 1) * SIZE, page * SIZE);
    const [shown, items] = await Promise.all([Promise.all(facets.map((one) => values(meta, one, scores, facets))), entries(meta, some)]);
    put(facets, shown, { all, page, pages, items });
  }

  function put(facets, shown, { all, page, pages, items }) {
    const side = form.querySelector(".facets");
    side.replaceChildren(side.querySelector("h2"), ...facets.flatMap((one, place) => fieldset(one, shown[place])), side.querySelector("button"));
    const section = form.querySelector("section.results");
    const title = section.querySelector("h2");
    title.textContent = fill(plural.select(all.length) === "one" ? words.foundOne : words.foundOther, { n: number.format(all.length) });
    const list = make("ol", { class: "results", start: String((page - 1) * SIZE + 1) });
    list.append(items);
    const nothing = all.length ? [] : [make("p", {}, words.nothing)];
    section.replaceChildren(title, ...chips(facets, shown), ...nothing, list, ...pager(page, pages));
    form.elements.q.value = text;
    if (text) document.title = `${text} – ${document.title}`;
    document.documentElement.dataset.search = "ready";
  }

  for (const link of document.querySelectorAll("nav.languages a")) link.search = location.search;
  show();
})();
