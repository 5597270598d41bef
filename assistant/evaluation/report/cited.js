// A citation's number in an answer shows the citation below it.
"use strict";

document.addEventListener("click", (click) => {
  const button = click.target.closest(".cite");
  if (!button) return;
  const around = button.closest(".got, .before, .after");
  const source = around.querySelector(`.source[data-number="${button.dataset.number}"]`);
  around.querySelector(".source.lit")?.classList.remove("lit");
  source?.classList.add("lit");
  source?.scrollIntoView({ block: "nearest" });
});
