/* The first file of the site: leads to the pages in the first of the reader's languages that there is. */
"use strict";

(() => {
  const links = [...document.querySelectorAll("a[lang]")];
  const wanted = (navigator.languages ?? [navigator.language]).map((tag) => tag.toLowerCase().split("-")[0]);
  const found = wanted.map((tag) => links.find((link) => link.lang === tag)).find(Boolean) ?? links[0];
  if (found) location.replace(found.href);
})();
