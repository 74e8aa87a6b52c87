/* The page for what is not there: leads from an entity's IRI to its page, on hosts that know no redirects. */
"use strict";

(() => {
  const root = new URL(document.baseURI).pathname;
  const path = location.pathname.startsWith(root) ? location.pathname.slice(root.length) : "";
  if (!path.startsWith("id/")) return;
  const languages = [...document.querySelectorAll("a[lang]")].map((link) => link.lang);
  const wanted = (navigator.languages ?? [navigator.language]).map((tag) => tag.toLowerCase().split("-")[0]);
  const language = wanted.find((tag) => languages.includes(tag)) ?? languages[0];
  location.replace(`${root}${language}/doc/${path.slice(3)}.html`);
})();
