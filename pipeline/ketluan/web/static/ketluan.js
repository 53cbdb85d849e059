"use strict";
// The pages work without this file: it only spares a reload when a place of the same document is opened,
// and folds the filters on narrow screens.
(function () {
  function light(place) {
    const parts = place.split("-").map(Number);
    document.querySelectorAll(".m.lit, .m.place").forEach(function (m) { m.classList.remove("lit", "place"); });
    document.querySelectorAll(".entry.active").forEach(function (e) { e.classList.remove("active"); });
    document.querySelectorAll(".text .m[data-at]").forEach(function (m) {
      const at = Number(m.dataset.at);
      if (at >= parts[0] && at < parts[1]) { m.classList.add("lit"); }
    });
    document.querySelectorAll("[data-place]").forEach(function (e) {
      if (e.dataset.place === place) { e.classList.add("active"); }
    });
  }
  document.addEventListener("click", function (event) {
    const jump = event.target.closest("a.jump");
    if (!jump || event.metaKey || event.ctrlKey || document.querySelector(".page-image")) { return; }
    const target = document.getElementById(jump.hash.slice(1));
    if (!target) { return; }
    event.preventDefault();
    history.pushState(null, "", jump.href);
    light(jump.hash.slice(4));
    target.scrollIntoView({ block: "center" });
    target.focus({ preventScroll: true });
  });
  if (location.hash.startsWith("#at-")) {
    const target = document.getElementById(location.hash.slice(1));
    if (target) { target.scrollIntoView({ block: "center" }); }
  }
  if (window.matchMedia("(max-width: 60rem)").matches) {
    document.querySelectorAll("details[data-folds]").forEach(function (d) { d.open = false; });
  }
})();
