const reader = document.getElementById("reader");
const narrow = window.matchMedia("(max-width: 860px)");
let asked = false; // by the reader, not by an answer that has just ended

const isShown = (button, sheet) =>
  sheet && button.dataset.turn === sheet.dataset.turn && button.dataset.number === sheet.dataset.number;

function markNumbers() {
  const sheet = element.querySelector(".sheet");
  for (const button of document.querySelectorAll("#conversation button.cite")) {
    if (isShown(button, sheet)) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
}

function show() {
  markNumbers();
  const page = element.querySelector(".page");
  if (!page) return;
  const mark = page.querySelector("mark.chosen");
  page.scrollTop = 0;
  const top = page.getBoundingClientRect().top;
  // A quote on the article's first screen leaves the headline in sight.
  if (mark && mark.getBoundingClientRect().bottom > top + page.clientHeight * 0.9) {
    page.scrollTop = mark.getBoundingClientRect().top - top - page.clientHeight / 4;
  }
  nameTheArticle(page);
  if (asked && narrow.matches) reader.scrollIntoView({ block: "start" });
  asked = false;
}

document.addEventListener("onrecord:drawn", markNumbers);
document.addEventListener("onrecord:open", (event) => {
  asked = true;
  const sheet = element.querySelector(".sheet");
  const { turn, number } = event.detail;
  // The server's reply would change nothing, so that no redraw would call show().
  if (sheet?.dataset.turn === turn && sheet.dataset.number === number) show();
});
element.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.classList.contains("step")) {
    asked = true;
    trigger("cite", { turn: button.dataset.turn, number: button.dataset.number });
  } else if (button?.classList.contains("back")) {
    const number = document.querySelector("#conversation button.cite[aria-current]");
    number?.scrollIntoView({ block: "center" });
    number?.focus({ preventScroll: true });
  }
});
// Once the headline is out of sight, the bar above the article names it.
const nameTheArticle = (page) =>
  page.closest(".sheet").toggleAttribute("data-scrolled", page.scrollTop > 80);
element.addEventListener(
  "scroll",
  (event) => event.target.classList?.contains("page") && nameTheArticle(event.target),
  { capture: true, passive: true },
);
watch("value", show);
