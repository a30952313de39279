"use strict";
// Only the filter and the order need a script; without it everything is on the page.
(() => {
  const form = document.getElementById("filter");
  const articles = [...document.querySelectorAll("article")];
  if (!form || articles.length < 2) return;
  const words = document.getElementById("words");
  const view = document.getElementById("view");
  const shown = document.getElementById("shown");
  const order = document.getElementById("order");
  const boxes = [...form.querySelectorAll("input[type=checkbox]")];
  const fold = (text) => text.normalize("NFKC").toLowerCase();
  const texts = new Map();
  const text = (node) => {
    if (!texts.has(node)) texts.set(node, fold(node.textContent));
    return texts.get(node);
  };
  // Where each finding stands in the order of the cells, and in which file.
  const homes = new Map();
  for (const each of articles) {
    const file = each.closest(".file");
    const place = document.createComment("");
    each.before(place);
    homes.set(each, { place, file, head: text(file.querySelector("h3")) });
  }
  for (const box of boxes)
    if (!articles.some((each) => each.classList.contains(box.value))) box.parentNode.remove();

  const byRule = () => {
    const groups = new Map();
    for (const each of articles) {
      const rule = each.querySelector("code").textContent;
      if (!groups.has(rule)) {
        const group = document.createElement("section");
        group.className = "group";
        const head = document.createElement("h3");
        head.textContent = rule;
        group.append(head);
        groups.set(rule, group);
      }
      groups.get(rule).append(each);
    }
    order.parentNode.append(...groups.values());
  };
  const byCell = () => {
    for (const [each, { place }] of homes) place.after(each);
    for (const group of document.querySelectorAll(".group")) group.remove();
  };
  const arrange = () => {
    byCell();
    if (view.value === "rules") byRule();
    order.textContent = view.selectedOptions[0].textContent;
  };

  const apply = () => {
    const asked = fold(words.value).split(/\s+/).filter(Boolean);
    const off = new Set(boxes.filter((box) => !box.checked).map((box) => box.value));
    const files = new Set();
    let count = 0;
    for (const [each, { file, head }] of homes) {
      each.hidden = off.has(each.className) ||
        !asked.every((word) => head.includes(word) || text(each).includes(word));
      if (each.hidden) continue;
      files.add(file.id);
      count += 1;
    }
    const all = !asked.length && !off.size && view.value === "cells";
    for (const box of document.querySelectorAll(".file,.group"))
      box.hidden = !all && !box.querySelector("article:not([hidden])");
    for (const row of document.querySelectorAll(".heat tbody tr")) {
      const link = row.querySelector("a");
      row.hidden = !asked.every((word) => text(row).includes(word)) &&
        !(link && files.has(link.getAttribute("href").slice(1)));
    }
    shown.textContent = form.dataset.shown.replace("#", count).replace("#", articles.length);
  };

  form.hidden = false;
  view.addEventListener("change", arrange);
  form.addEventListener("input", apply);
  form.addEventListener("change", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  words.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      words.value = "";
      apply();
    }
  });
  // A link to something that the filter hides takes the filter away.
  addEventListener("hashchange", () => {
    const aim = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!aim || !aim.closest("[hidden]")) return;
    words.value = "";
    view.value = "cells";
    for (const box of boxes) box.checked = true;
    arrange();
    apply();
    aim.scrollIntoView();
  });
  arrange();
  apply();
})();
