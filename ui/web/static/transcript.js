element.setAttribute("role", "log");
element.setAttribute("aria-label", "Conversation");
element.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.example) {
    trigger("example", { example: button.dataset.example });
  } else if (button?.classList.contains("cite")) {
    const { turn, number } = button.dataset;
    document.dispatchEvent(new CustomEvent("onrecord:open", { detail: { turn, number } }));
    trigger("cite", { turn, number });
  }
});
watch("value", () => document.dispatchEvent(new Event("onrecord:drawn")));
