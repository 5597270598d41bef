let asking = false;
element.addEventListener("click", (event) => {
  const button = event.target.closest("button.cite");
  if (button) {
    const { turn, number } = button.dataset;
    document.dispatchEvent(new CustomEvent("onrecord:open", { detail: { turn, number } }));
    trigger("cite", { turn, number });
  }
});
watch("value", () => {
  const turn = element.querySelector(".turn, .notice");
  // Once per question: the text then grows below a question that stays where it is.
  if (turn && !asking) turn.scrollIntoView({ block: "start" });
  asking = Boolean(turn);
  document.dispatchEvent(new Event("onrecord:drawn"));
});
