"""The record of truth: articles, their versions and their passages, in SQL."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

import sqlalchemy as sa

from assistant import languages
from assistant.arrivals import Arrivals, note_arrival
from assistant.errors import ArticleNotFound
from assistant.ledger import Ledger, erase, expire, mark_unread
from assistant.neighbours import Span, widened
from assistant.schema import articles, bands, earlier_versions, meta, open_engine, passages, pending
from assistant.types import Article, Entry, Passage, Query

Change = Literal["added", "updated", "unchanged"]
_CHUNK = 500  # ids in one IN (...), below the limit of every database


def digest(article: Article) -> str:
    """A fingerprint of what a reader would call the article: not its id, version or fetch time."""
    published = article.published_at.isoformat() if article.published_at else None
    said = [article.url, article.title, article.source, article.authors, published, article.text]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def passage_id(article_id: str, version: int, start: int, end: int) -> str:
    """The id of a passage: it stands for the same words for ever, also when articles are recut."""
    return str(Span(article_id, version, start, end))


def article_of(found: str) -> str:
    """The id of the article that a passage with this id belongs to."""
    return found.rsplit("/", 2)[0]


def story_of(article: Article) -> str:
    """The id that an article has in common with its near copies."""
    return article.origin_id or article.id


class Archive:
    """Articles and passages in one SQL database, with an outbox of work for the derived indexes.

    Every method is one transaction. An article, its passages and its place in the outbox are
    written together, so that a crash leaves all of them or none.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self.ledger = Ledger(engine)
        self.arrivals = Arrivals(engine)

    @property
    def engine(self) -> sa.Engine:
        """The record's database, for tables that others keep in it."""
        return self._engine

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open or create ``folder/archive.db``; errors as `schema.open_engine` raises them."""
        return cls(open_engine(folder / "archive.db"))

    def close(self) -> None:
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # Articles

    def change_of(self, article: Article) -> Change:
        """What `put` would do with this article. A text that it had before is no change."""
        with self._engine.connect() as connection:
            return _change(connection, article)

    def put(
        self,
        batch: Sequence[tuple[Article, Sequence[Passage], Sequence[str]]],
    ) -> list[tuple[Article, Change]]:
        """Add or update articles, each with its passages and the bands of its MinHash.

        The version and the passage ids are set here. The articles that changed are put in the
        outbox; those that did not are left alone.
        """
        done: list[tuple[Article, Change]] = []
        with self._engine.begin() as connection:
            for article, cut, article_bands in batch:
                change = _change(connection, article)
                if change != "unchanged":
                    article = _write(connection, article, cut, article_bands, change)
                done.append((article, change))
        return done

    def remove(self, article_id: str) -> None:
        """Take an article, its versions and its passages out of the record.

        Raises:
            ArticleNotFound: no article has this id.
        """
        with self._engine.begin() as connection:
            if (
                connection.execute(articles.delete().where(articles.c.id == article_id)).rowcount
                == 0
            ):
                raise _not_found(article_id)
            connection.execute(earlier_versions.delete().where(earlier_versions.c.id == article_id))
            _forget_passages(connection, article_id)
            erase(connection, article_id)
            connection.execute(
                articles.update().where(articles.c.origin_id == article_id).values(origin_id=None)
            )
            _mark_pending(connection, article_id)

    def article(self, article_id: str) -> Article:
        """The article as it stands now.

        Raises:
            ArticleNotFound: no article has this id.
        """
        found = self.articles_by_id([article_id])
        if not found:
            raise _not_found(article_id)
        return found[article_id]

    def articles_by_id(self, ids: Iterable[str]) -> dict[str, Article]:
        """The articles that exist among ``ids``."""
        found: dict[str, Article] = {}
        with self._engine.connect() as connection:
            for part in _parts(sorted(set(ids))):
                rows = connection.execute(sa.select(articles).where(articles.c.id.in_(part)))
                found.update((row.id, _article(row._mapping)) for row in rows)
        return found

    def articles(self) -> Iterator[Article]:
        """All articles, newest first, articles without a date last."""
        newest = sa.nulls_last(articles.c.published_at.desc())
        with self._engine.connect() as connection:
            rows = connection.execution_options(yield_per=200).execute(
                sa.select(articles).order_by(newest, articles.c.id)
            )
            for row in rows:
                yield _article(row._mapping)

    def earlier_versions(self, article_id: str) -> list[Article]:
        """What the article said before it was changed, oldest first."""
        with self._engine.connect() as connection:
            rows = connection.execute(
                sa.select(earlier_versions)
                .where(earlier_versions.c.id == article_id)
                .order_by(earlier_versions.c.version)
            )
            return [_article(row._mapping) for row in rows]

    def sources(self) -> list[str]:
        """The names of all sources, in order."""
        with self._engine.connect() as connection:
            return list(
                connection.scalars(
                    sa.select(articles.c.source).distinct().order_by(articles.c.source)
                )
            )

    def languages(self) -> list[str]:
        """The languages that articles are marked with, as primary tags such as "en", in order."""
        with self._engine.connect() as connection:
            return languages.known(connection)

    def in_other_languages(self, language: str) -> frozenset[str]:
        """Ids of the articles that are marked with another language than this primary tag."""
        with self._engine.connect() as connection:
            other = languages.is_other(connection, language)
            return frozenset(connection.scalars(sa.select(articles.c.id).where(other)))

    def dates(self) -> tuple[datetime | None, datetime | None]:
        """When the oldest and the newest article were published; None where no date is known."""
        when = articles.c.published_at
        with self._engine.connect() as connection:
            first, last = connection.execute(sa.select(sa.func.min(when), sa.func.max(when))).one()
        return first, last

    def published(self, ids: Iterable[str]) -> dict[str, datetime | None]:
        """When each of the articles that exist among ``ids`` was published."""
        found: dict[str, datetime | None] = {}
        columns = sa.select(articles.c.id, articles.c.published_at)
        with self._engine.connect() as connection:
            for part in _parts(sorted(set(ids))):
                rows = connection.execute(columns.where(articles.c.id.in_(part)))
                found.update((row.id, row.published_at) for row in rows)
        return found

    def passing(self, ids: Iterable[str], query: Query) -> set[str]:
        """Those of these articles that the dates and sources of a query let pass."""
        when = articles.c.published_at
        limits = [when >= query.published_after] if query.published_after else []
        limits += [when < query.published_before] if query.published_before else []
        sources = {source.casefold() for source in query.sources}
        found: set[str] = set()
        with self._engine.connect() as connection:
            for part in _parts(sorted(set(ids))):
                wanted = sa.select(articles.c.id, articles.c.source)
                rows = connection.execute(wanted.where(articles.c.id.in_(part), *limits))
                found.update(r.id for r in rows if not sources or r.source.casefold() in sources)
        return found

    def count(self) -> tuple[int, int]:
        """How many articles and how many passages there are."""
        with self._engine.connect() as connection:
            return (
                connection.scalar(sa.select(sa.func.count()).select_from(articles)) or 0,
                connection.scalar(sa.select(sa.func.count()).select_from(passages)) or 0,
            )

    # Passages

    def passages_by_id(self, ids: Iterable[str]) -> dict[str, Passage]:
        """The passages that exist among ``ids``, their text cut out of their articles.

        An id of several neighbouring passages (`joined`) stands for one that spans them.
        """
        return {name: entry.passage for name, entry in self.entries_by_id(ids).items()}

    def entries_by_id(self, ids: Iterable[str]) -> dict[str, Entry]:
        """The passages that exist among ``ids``, with their articles."""
        wanted = set(ids)
        rows: list[Any] = []
        with self._engine.connect() as connection:
            for part in _parts(sorted(wanted)):
                rows += connection.execute(sa.select(passages).where(passages.c.id.in_(part))).all()
        of = self.articles_by_id({row.article_id for row in rows})
        found = {
            row.id: Entry(_cut(of[row.article_id], row), of[row.article_id])
            for row in rows
            if row.article_id in of
        }
        for name in sorted(wanted - found.keys()):
            if (entry := self._joined_by_id(name)) is not None:
                found[name] = entry
        return found

    def joined(self, passage: Passage, n: int) -> Passage:
        """A passage with its ``n`` neighbours on each side, as one passage of the same article.

        It stays as it is where its article was changed since it was found.
        """
        article = self.articles_by_id([passage.article_id]).get(passage.article_id)
        return widened(passage, article, self.passages_of(passage.article_id), n)

    def _joined_by_id(self, name: str) -> Entry | None:
        span = Span.read(name)
        article = self.articles_by_id([span.article_id]).get(span.article_id) if span else None
        if span is None or article is None:
            return None
        passage = span.of(article, self.passages_of(article.id))
        return Entry(passage, article) if passage else None

    def passages_of(self, article_id: str) -> list[Passage]:
        """The passages of one article in reading order."""
        with self._engine.connect() as connection:
            rows = connection.execute(
                sa.select(passages)
                .where(passages.c.article_id == article_id)
                .order_by(passages.c.ordinal)
            ).all()
        if not rows:
            return []
        of = self.articles_by_id([article_id])
        return [_cut(of[article_id], row) for row in rows if article_id in of]

    def passage_ids(self) -> set[str]:
        """The ids of all passages."""
        with self._engine.connect() as connection:
            return set(connection.scalars(sa.select(passages.c.id)))

    def passage_ids_without(self, article_ids: Set[str]) -> tuple[str, ...]:
        """The ids of the passages of all other articles, in order; meant for few other articles."""
        found: list[str] = []
        with self._engine.connect() as connection:
            every = set(connection.scalars(sa.select(articles.c.id)))
            for part in _parts(sorted(every - article_ids)):
                of = passages.c.article_id.in_(part)
                found += connection.scalars(sa.select(passages.c.id).where(of))
        return tuple(sorted(found))

    def recut(self, article_id: str, cut: Sequence[Passage]) -> None:
        """Replace an article's passages, for an embedding model with another limit."""
        with self._engine.begin() as connection:
            version = connection.scalar(
                sa.select(articles.c.version).where(articles.c.id == article_id)
            )
            if version is None:
                raise _not_found(article_id)
            connection.execute(passages.delete().where(passages.c.article_id == article_id))
            _write_passages(connection, article_id, version, cut)
            _mark_pending(connection, article_id)

    # Near copies

    def sharing_bands(self, article_bands: Iterable[str]) -> list[str]:
        """Ids of the articles that share at least one band, in order."""
        found: set[str] = set()
        with self._engine.connect() as connection:
            for part in _parts(sorted(set(article_bands))):
                found.update(
                    connection.scalars(
                        sa.select(bands.c.article_id).where(bands.c.band.in_(part)).distinct()
                    )
                )
        return sorted(found)

    def copies(self, given: Iterable[Article]) -> dict[str, list[Article]]:
        """For each article of which there are near copies those copies, in the order of ids."""
        stories = {article.id: story_of(article) for article in given}
        every: dict[str, Article] = {}
        with self._engine.connect() as connection:
            for part in _parts(sorted(set(stories.values()))):
                same = sa.or_(articles.c.origin_id.in_(part), articles.c.id.in_(part))
                copied = sa.select(articles.c.origin_id).where(articles.c.origin_id.in_(part))
                rows = connection.execute(
                    sa.select(articles).where(
                        same,
                        sa.func.coalesce(articles.c.origin_id, articles.c.id).in_(copied),
                    )
                )
                every.update((row.id, _article(row._mapping)) for row in rows)
        found = {
            name: [a for _, a in sorted(every.items()) if a.id != name and story_of(a) == story]
            for name, story in stories.items()
        }
        return {name: copies for name, copies in found.items() if copies}

    # The outbox

    def pending(self) -> list[str]:
        """Ids of the articles, removed ones included, that the indexes have not caught up with."""
        with self._engine.connect() as connection:
            return list(
                connection.scalars(sa.select(pending.c.article_id).order_by(pending.c.article_id))
            )

    def settle(self, article_ids: Iterable[str]) -> None:
        """Take articles out of the outbox: both indexes now match the record."""
        with self._engine.begin() as connection:
            for part in _parts(sorted(set(article_ids))):
                connection.execute(pending.delete().where(pending.c.article_id.in_(part)))

    def unsettle(self, article_ids: Iterable[str]) -> None:
        """Put articles in the outbox, whether or not the record has them."""
        with self._engine.begin() as connection:
            for article_id in set(article_ids):
                _mark_pending(connection, article_id)

    # Facts about the archive

    def get(self, key: str) -> str | None:
        """A fact that `set` stored, such as which model made the vectors."""
        with self._engine.connect() as connection:
            return connection.scalar(sa.select(meta.c.value).where(meta.c.key == key))

    def set(self, key: str, value: str) -> None:
        """Store a fact about the archive."""
        with self._engine.begin() as connection:
            connection.execute(meta.delete().where(meta.c.key == key))
            connection.execute(meta.insert().values(key=key, value=value))

    def damage(self) -> str | None:
        """What the database itself finds wrong with its file, or None."""
        with self._engine.connect() as connection:
            said = connection.scalar(sa.text("PRAGMA quick_check(1)"))
        return None if said == "ok" else str(said)


def _change(connection: sa.Connection, article: Article) -> Change:
    mark = digest(article)
    current = connection.scalar(sa.select(articles.c.digest).where(articles.c.id == article.id))
    if current is None:
        return "added"
    earlier = sa.select(earlier_versions.c.digest).where(
        earlier_versions.c.id == article.id, earlier_versions.c.digest == mark
    )
    known = current == mark or connection.scalar(earlier) is not None
    return "unchanged" if known else "updated"


def _write(
    connection: sa.Connection,
    article: Article,
    cut: Sequence[Passage],
    article_bands: Sequence[str],
    change: Change,
) -> Article:
    here = articles.c.id == article.id
    if change == "updated":
        old = connection.execute(sa.select(articles).where(here)).one()
        kept = {key: value for key, value in old._mapping.items() if key != "origin_id"}
        connection.execute(earlier_versions.insert().values(**kept))
        connection.execute(articles.delete().where(here))
        _forget_passages(connection, article.id)
        expire(connection, article.id)
        article = replace(article, version=old.version + 1)
    else:
        article = replace(article, version=1)
    values = {c.key: getattr(article, c.key) for c in articles.c if c.key != "digest"}
    values["authors"] = list(article.authors)
    connection.execute(articles.insert().values(**values, digest=digest(article)))
    _write_passages(connection, article.id, article.version, cut)
    if article_bands:
        rows = [{"band": band, "article_id": article.id} for band in dict.fromkeys(article_bands)]
        connection.execute(bands.insert(), rows)
    _mark_pending(connection, article.id)
    mark_unread(connection, article.id)
    note_arrival(connection, article.id)
    return article


def _write_passages(
    connection: sa.Connection, article_id: str, version: int, cut: Sequence[Passage]
) -> None:
    if cut:
        rows = [
            {
                "id": passage_id(article_id, version, passage.start, passage.end),
                "article_id": article_id,
                "start": passage.start,
                "end": passage.end,
                "ordinal": passage.ordinal,
            }
            for passage in cut
        ]
        connection.execute(passages.insert(), rows)


def _forget_passages(connection: sa.Connection, article_id: str) -> None:
    connection.execute(passages.delete().where(passages.c.article_id == article_id))
    connection.execute(bands.delete().where(bands.c.article_id == article_id))


def _mark_pending(connection: sa.Connection, article_id: str) -> None:
    connection.execute(pending.delete().where(pending.c.article_id == article_id))
    connection.execute(pending.insert().values(article_id=article_id))


def _article(row: sa.RowMapping) -> Article:
    return Article(
        id=row["id"],
        url=row["url"],
        title=row["title"],
        source=row["source"],
        authors=tuple(row["authors"]),
        published_at=row["published_at"],
        fetched_at=row["fetched_at"],
        language=row["language"],
        text=row["text"],
        version=row["version"],
        origin_id=row.get("origin_id"),
    )


def _cut(article: Article, row: Any) -> Passage:
    text = article.text[row.start : row.end]
    return Passage(row.id, article.id, text, row.start, row.end, row.ordinal)


def _parts(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for first in range(0, len(ids), _CHUNK):
        yield ids[first : first + _CHUNK]


def _not_found(article_id: str) -> ArticleNotFound:
    return ArticleNotFound(f"no article has the id {article_id!r}; `onrecord articles` lists them")
