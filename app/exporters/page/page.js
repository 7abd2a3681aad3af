"use strict";
(() => {
  const bar = document.querySelector(".filter");
  const units = [...document.querySelectorAll(".unit")].map((node) => ({
    node,
    findings: [...node.querySelectorAll(".finding")],
    text: null,
  }));
  if (!bar || !units.length) return;
  bar.hidden = false;
  const fields = Object.fromEntries([...bar.querySelectorAll("[data-filter]")].map((node) => [node.dataset.filter, node]));
  const shown = bar.querySelector("output");
  const total = units.reduce((sum, unit) => sum + unit.findings.length, 0);
  const has = (node, name, wanted) => !wanted || (node.dataset[name] || "").split(" ").includes(wanted);
  const textOf = (unit) => (unit.text ??= unit.node.textContent.toLowerCase());

  const apply = () => {
    const wanted = Object.fromEntries(Object.entries(fields).map(([name, node]) => [name, node.value.trim()]));
    const words = wanted.search.toLowerCase().split(/\s+/).filter(Boolean);
    let left = 0;
    let leftUnits = 0;
    for (const unit of units) {
      const fits =
        has(unit.node, "severity", wanted.severity) &&
        has(unit.node, "exposure", wanted.exposure) &&
        has(unit.node, "rule", wanted.rule) &&
        words.every((word) => textOf(unit).includes(word));
      let some = 0;
      for (const finding of unit.findings) {
        const keep = fits && has(finding, "infotype", wanted.infotype) && has(finding, "confidence", wanted.confidence);
        finding.hidden = !keep;
        some += keep;
      }
      const keep = fits && (some > 0 || !(wanted.infotype || wanted.confidence));
      unit.node.hidden = !keep;
      leftUnits += keep;
      left += some;
    }
    for (const node of Object.values(fields)) node.classList.toggle("set", node.value.trim() !== "");
    const figures = { "%u": leftUnits, "%U": units.length, "%f": left, "%F": total };
    shown.textContent = shown.dataset.shown.replace(/%[uUfF]/g, (key) => figures[key].toLocaleString("en"));
  };

  const set = (name, value) => {
    for (const node of Object.values(fields)) node.value = "";
    if (fields[name]) fields[name].value = value;
    apply();
  };
  const unfold = (open) => {
    for (const unit of units) if (!unit.node.hidden) unit.node.open = open;
  };
  const follow = () => {
    const goal = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!goal) return;
    if (goal.hidden || goal.closest("[hidden]")) set("search", "");
    for (let node = goal; node; node = node.parentElement) if (node.tagName === "DETAILS") node.open = true;
    goal.scrollIntoView();
  };

  bar.addEventListener("input", apply);
  bar.addEventListener("click", (event) => {
    const what = event.target.dataset.do;
    if (what === "reset") set("search", "");
    if (what === "open") unfold(true);
    if (what === "close") unfold(false);
  });
  for (const link of document.querySelectorAll("[data-field]")) {
    link.addEventListener("click", () => set(link.dataset.field, link.dataset.value));
  }
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details:not([open])")];
    for (const node of folded) node.open = true;
  });
  addEventListener("afterprint", () => {
    for (const node of folded) node.open = false;
  });
  addEventListener("hashchange", follow);
  apply();
  follow();
})();
