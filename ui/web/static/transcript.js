element.setAttribute("role", "log");
element.setAttribute("aria-label", "Conversation");
element.addEventListener("click", (event) => {
  const example = event.target.closest("button.example");
  if (example) {
    trigger("example", { example: example.dataset.example });
    return;
  }
  // A click anywhere on a source that is no link is a click on its number.
  const row = event.target.closest("a") ? null : event.target.closest(".sources li");
  const button = event.target.closest("button.cite") ?? row?.querySelector("button.cite");
  if (button) {
    const { turn, number } = button.dataset;
    document.dispatchEvent(new CustomEvent("onrecord:open", { detail: { turn, number } }));
    trigger("cite", { turn, number });
  }
});
watch("value", () => document.dispatchEvent(new Event("onrecord:drawn")));
