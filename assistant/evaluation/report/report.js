// Filters the cases of a report. The state is in the address's fragment, so that it can be sent.
"use strict";

const FIELDS = ["failed", "metric", "type", "outcome", "order", "q"];
const list = document.getElementById("list");
const cases = [...list.querySelectorAll(".case")];
const field = Object.fromEntries(FIELDS.map((name) => [name, document.getElementById(name)]));
const texts = new WeakMap();

function textOf(each) {
  if (!texts.has(each)) texts.set(each, each.textContent.toLowerCase().replace(/\s+/g, " "));
  return texts.get(each);
}

function scoreOf(each, metric) {
  return each.querySelector(`tr[data-metric="${CSS.escape(metric)}"]`);
}

function wanted() {
  return {
    failed: field.failed.checked,
    metric: field.metric.value,
    type: field.type.value,
    outcome: field.outcome.value,
    order: field.order.value,
    words: field.q.value.toLowerCase().split(/\s+/).filter(Boolean),
  };
}

function fits(each, want) {
  const fails = each.dataset.fails.split(" ").filter(Boolean);
  const judged = field.metric.selectedOptions[0].dataset.passes;
  if (want.failed && !(want.metric && judged ? fails.includes(want.metric) : fails.length)) return false;
  if (want.metric && !scoreOf(each, want.metric)) return false;
  if (want.type && each.dataset.type !== want.type) return false;
  if (want.outcome && each.dataset.outcome !== want.outcome) return false;
  return want.words.every((word) => textOf(each).includes(word));
}

function badness(each, want) {
  const answered = ["answered", "abstained"].includes(each.dataset.outcome);
  if (!want.metric) return want.order ? Number(each.dataset.quality) - (answered ? 0 : 1) : 0;
  const row = scoreOf(each, want.metric);
  const better = field.metric.selectedOptions[0].dataset.better;
  const value = row ? Number(row.dataset.value) : 0;
  return better === "lower" ? -value : value;
}

function show() {
  const want = wanted();
  let number = 0;
  const ranks = new Map();
  for (const each of cases) {
    const visible = fits(each, want);
    each.hidden = !visible;
    number += visible;
    ranks.set(each, badness(each, want));
    choose(each, want.metric);
  }
  const place = (each) => Number(each.dataset.place);
  const sorted = [...cases].sort((a, b) => ranks.get(a) - ranks.get(b) || place(a) - place(b));
  if (sorted.some((each, index) => list.children[index] !== each)) list.append(...sorted);
  const all = cases.length === 1 ? "1 case" : `${cases.length.toLocaleString("en")} cases`;
  document.getElementById("shown").textContent =
    number === cases.length ? all : `${number.toLocaleString("en")} of ${all}`;
  document.getElementById("nothing").hidden = number > 0;
}

function choose(each, metric) {
  each.querySelector("tr.picked")?.classList.remove("picked");
  const row = metric && scoreOf(each, metric);
  row && row.classList.add("picked");
  each.querySelector(".chosen").textContent = row
    ? `${row.cells[0].textContent} ${row.cells[1].textContent}`
    : "";
}

function write() {
  const parts = new URLSearchParams();
  if (field.failed.checked) parts.set("failed", "1");
  for (const name of FIELDS.slice(1)) if (field[name].value) parts.set(name, field[name].value);
  const open = list.querySelector(".case.at:not([hidden])");
  if (open) parts.set("case", open.dataset.id);
  history.replaceState(null, "", `#${parts}`);
}

function read(follow) {
  const hash = location.hash.slice(1);
  if (hash && !hash.includes("=")) return;
  const parts = new URLSearchParams(hash);
  field.failed.checked = parts.get("failed") === "1";
  for (const name of FIELDS.slice(1)) field[name].value = parts.get(name) ?? "";
  for (const name of ["metric", "type", "outcome", "order"])
    if (field[name].selectedIndex < 0) field[name].value = "";
  show();
  const named = cases.find((each) => each.dataset.id === parts.get("case"));
  if (named) {
    named.hidden = false;
    named.querySelector("details").open = true;
    at(named);
    named.querySelector("summary").focus({ preventScroll: true });
    named.scrollIntoView({ block: "start" });
  } else if (follow) {
    document.getElementById("cases").scrollIntoView();
  }
}

function at(each) {
  list.querySelector(".case.at")?.classList.remove("at");
  each?.classList.add("at");
}

function changed() {
  show();
  write();
}

function step(by) {
  const shown = [...list.children].filter((each) => !each.hidden);
  const here = shown.indexOf(document.activeElement.closest?.(".case"));
  const next = shown[here < 0 ? (by > 0 ? 0 : shown.length - 1) : here + by];
  next?.querySelector("summary").focus({ preventScroll: true });
  next?.querySelector("summary").scrollIntoView({ block: "nearest" });
}

function pressed(key) {
  if (key.ctrlKey || key.metaKey || key.altKey) return;
  if (key.key === "Escape" && document.activeElement === field.q) return field.q.blur();
  if (key.target.closest("input, select, textarea")) return;
  if (key.key === "/") field.q.focus();
  else if (key.key === "f") field.failed.click();
  else if (key.key === "j") step(1);
  else if (key.key === "k") step(-1);
  else return;
  key.preventDefault();
}

for (const name of FIELDS) field[name].addEventListener("input", changed);
document.getElementById("filters").addEventListener("submit", (sent) => sent.preventDefault());
list.addEventListener(
  "toggle",
  (event) => {
    const each = event.target.closest(".case");
    if (event.target.open) at(each);
    else if (each.classList.contains("at")) at(null);
    write();
  },
  true,
);
addEventListener("keydown", pressed);
addEventListener("hashchange", () => read(true));
read(location.hash.includes("="));
