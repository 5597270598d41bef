"""The Gradio page, and its place in a FastAPI application."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr
from fastapi import FastAPI

from ui.web.chat import View, converse
from ui.web.headers import SecurityHeaders
from ui.web.panel import EMPTY, panel
from ui.web.transcript import welcome
from ui.web.turn import Conversation

if TYPE_CHECKING:
    from assistant.assistant import Assistant

EXAMPLES = (
    "Who disputed the withdrawal?",
    "What did the mayor say about the budget?",
    "By how many votes did the council pass the budget?",
)
_AT_ONCE = 4  # questions answered at the same time
_SANS = ["-apple-system", "Segoe UI", "Roboto", "Helvetica Neue", "Arial", "sans-serif"]
_STATIC = Path(__file__).parent / "static"
_QUIET = {"show_progress": "hidden", "api_visibility": "private"}


def mount(app: FastAPI, assistant: Assistant, *, examples: Sequence[str] = EXAMPLES) -> FastAPI:
    """Put the chat at "/" of ``app`` and return it; add every other route before this call.

    The page must be closed (the server stopped) before the assistant is.
    """
    app.add_middleware(SecurityHeaders)
    gr.mount_gradio_app(
        app,
        build(assistant, examples=examples),
        path="/",
        theme=gr.themes.Base(font=_SANS, font_mono=["ui-monospace", "monospace"]),
        css=_asset("page.css"),
        favicon_path=str(_STATIC / "icon.svg"),
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        enable_monitoring=False,
        max_file_size=1,  # nothing here takes a file, so the upload route need not either
    )
    return app


def build(assistant: Assistant, *, examples: Sequence[str] = EXAMPLES) -> gr.Blocks:
    """The page: masthead, chat and the cited article."""
    with gr.Blocks(title="OnRecord", analytics_enabled=False, fill_width=True) as page:
        conversation = gr.State(None)
        with gr.Row(elem_id="masthead"):
            masthead = gr.HTML("", js_on_load=None, apply_default_css=False)
            new = gr.Button("New chat", elem_id="new-chat", size="sm", scale=0)
        with gr.Row(elem_id="desk"):
            with gr.Column(elem_id="chat"):
                with gr.Column(elem_id="conversation"):
                    transcript = gr.HTML(
                        "",
                        elem_id="transcript",
                        js_on_load=_asset("transcript.js"),
                        apply_default_css=False,
                    )
                    live = gr.HTML(
                        "",
                        elem_id="live",
                        js_on_load=_asset("live.js"),
                        apply_default_css=False,
                    )
                with gr.Row(elem_id="composer"):
                    box = gr.Textbox(
                        label="Your question",
                        show_label=False,
                        container=False,
                        placeholder="Ask what the archive says…",
                        lines=1,
                        max_lines=6,
                        autofocus=True,
                        scale=1,
                    )
                    ask = gr.Button("Ask", variant="primary", elem_id="ask", scale=0, min_width=96)
            with gr.Column(elem_id="reader"):
                reader = gr.HTML(
                    EMPTY,
                    elem_id="article",
                    js_on_load=_asset("article.js"),
                    apply_default_css=False,
                )

        shown = [conversation, transcript, live, reader, box, ask]

        def on_ask(question: str, talk: Conversation | None) -> Iterator[list[Any]]:
            for view in converse(assistant, talk or Conversation(), question):
                yield _updates(view)

        def on_example(talk: Conversation | None, event: gr.EventData) -> Iterator[list[Any]]:
            yield from on_ask(examples[int(event._data["example"])], talk)

        def on_cite(talk: Conversation | None, event: gr.EventData) -> Any:
            place, number = int(event._data["turn"]), int(event._data["number"])
            if talk is None or not 0 <= place < len(talk.turns):
                return gr.skip()
            return panel(assistant.archive, talk.turns[place], place, number)

        def on_new() -> list[Any]:
            return [None, _welcome(assistant, examples), "", EMPTY, "", _ask_button(busy=False)]

        limits = {"concurrency_limit": _AT_ONCE, "concurrency_id": "ask", **_QUIET}
        # The browser would hold back a question while an abandoned one still waits for its model;
        # `converse` is what refuses a second question of the same conversation.
        limits["trigger_mode"] = "multiple"
        asked = gr.on([box.submit, ask.click], on_ask, [box, conversation], shown, **limits)
        chosen = transcript.example(on_example, conversation, shown, **limits)
        for shelf in (transcript, live, reader):
            shelf.cite(on_cite, conversation, reader, concurrency_limit=None, **_QUIET)
        page.load(
            lambda: [_masthead(assistant), _welcome(assistant, examples)],
            None,
            [masthead, transcript],
            **_QUIET,
        )
        new.click(on_new, None, shown, cancels=[asked, chosen], **_QUIET)
    return page


def _updates(view: View) -> list[Any]:
    """The view in the order of the page's outputs; what has not changed is not sent."""
    parts = (view.conversation, view.transcript, view.live, view.panel, view.question)
    return [
        *(gr.skip() if part is None else part for part in parts),
        gr.skip() if view.busy is None else _ask_button(busy=view.busy),
    ]


def _ask_button(*, busy: bool) -> gr.Button:
    return gr.Button("Answering…" if busy else "Ask", interactive=not busy)


def _masthead(assistant: Assistant) -> str:
    articles, _ = assistant.archive.count()
    sources = len(assistant.archive.sources())
    held = (
        f"{articles:,} article{'s' * (articles != 1)} from {sources:,} source{'s' * (sources != 1)}"
    )
    return f'<header class="masthead"><h1>OnRecord</h1><p>{held}</p></header>'


def _welcome(assistant: Assistant, examples: Sequence[str]) -> str:
    return welcome(assistant.archive.count()[0], examples)


def _asset(name: str) -> str:
    return (_STATIC / name).read_text(encoding="utf-8")
