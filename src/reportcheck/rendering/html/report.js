"use strict";
// Only the filter needs a script; without it everything is on the page.
(() => {
  const form = document.getElementById("filter");
  const articles = [...document.querySelectorAll("article")];
  if (!form || articles.length < 2) return;
  const words = document.getElementById("words");
  const shown = document.getElementById("shown");
  const boxes = [...form.querySelectorAll("input[type=checkbox]")];
  const fold = (text) => text.normalize("NFKC").toLowerCase();
  const texts = new Map();
  const text = (node) => {
    if (!texts.has(node)) texts.set(node, fold(node.textContent));
    return texts.get(node);
  };
  for (const box of boxes)
    if (!articles.some((each) => each.classList.contains(box.value))) box.parentNode.remove();
  const apply = () => {
    const asked = fold(words.value).split(/\s+/).filter(Boolean);
    const off = boxes.filter((box) => !box.checked).map((box) => box.value);
    let count = 0;
    for (const file of document.querySelectorAll(".file")) {
      const head = fold(file.querySelector("h3").textContent);
      let some = 0;
      for (const each of file.querySelectorAll("article")) {
        const fits =
          !off.includes(each.className) &&
          asked.every((word) => head.includes(word) || text(each).includes(word));
        each.hidden = !fits;
        some += fits;
      }
      file.hidden = !some && (asked.length || off.length) > 0;
      count += some;
    }
    for (const row of document.querySelectorAll(".heat tbody tr"))
      row.hidden = !asked.every((word) => text(row).includes(word)) &&
        !(row.querySelector("a") &&
          document.querySelector(row.querySelector("a").getAttribute("href") + " article:not([hidden])"));
    shown.textContent = form.dataset.shown.replace("#", count).replace("#", articles.length);
  };
  form.hidden = false;
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  words.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { words.value = ""; apply(); }
  });
  addEventListener("hashchange", () => {
    const aim = location.hash && document.getElementById(location.hash.slice(1));
    if (aim && (aim.hidden || aim.closest("[hidden]"))) {
      words.value = "";
      for (const box of boxes) box.checked = true;
      apply();
      aim.scrollIntoView();
    }
  });
  apply();
})();
