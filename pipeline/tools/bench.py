"""Measure the pipeline: words a second from files to tables, memory, start-up, and where the time goes.

    python -m pipeline.tools.bench [--words 400000] [--text FOLDER]

The text is that of `../shared/corpus-real/text` where it is present, else `corpus/sample` over and over under new
ids; either way every copy after the first has its sentences shuffled, its numbers and its longer words changed, so
that no cache has met it. Cold start (imports, compiling the rules) is left out of the rates and shown by itself.
Where `../shared/corpus-real` is present, the readers of HTML and PDF are measured on its files.
All rates are words as white space parts them, a second of wall time: run it on a machine that does nothing else.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
REAL_TEXT = ROOT.parent / "shared" / "corpus-real" / "text"
SAMPLE = ROOT / "corpus" / "sample"
BATCH = "bench"

SENTENCE_END = re.compile(r"(?<=[a-z]{3}[.?!]) (?=[A-Z])")
DATE_LINE = re.compile(r"^(.*\b\d{4} \()([A-Z0-9]+)(\).*)$", re.MULTILINE)
NUMBER = re.compile(r"(?<![\d.,(-])\d{3,}(?![\d)-])")
LONG_WORD = re.compile(r"\b[a-z]{9,}\b")


def varied(text: str, report_id: str, chance: random.Random) -> str:
    """A report under a new id whose sentences stand in another order, with other numbers and unknown words."""
    head = DATE_LINE.search(text)
    if head is None:
        return text
    body = text[head.end() :]
    lines = []
    for line in body.split("\n"):
        sentences = SENTENCE_END.split(line)
        chance.shuffle(sentences)
        lines.append(" ".join(sentences))
    body = NUMBER.sub(lambda m: str(chance.randrange(10 ** (len(m[0]) - 1), 10 ** len(m[0]))), "\n".join(lines))
    body = LONG_WORD.sub(lambda m: _misspelt(m[0], chance) if chance.random() < 0.1 else m[0], body)
    return text[: head.start()] + DATE_LINE.sub(rf"\g<1>{report_id}\g<3>", head[0]) + body


def _misspelt(word: str, chance: random.Random) -> str:
    """A word of the same shape and ending that is in no list."""
    at = chance.randrange(1, len(word) - 4)
    return word[:at] + chance.choice("bdfgklmnprtvz") + chance.choice("aeiou") + word[at + 2 :]


def reports(folder: Path, words: int) -> Iterator[tuple[str, str]]:
    """(file name, text) of about `words` words: every report of the folder, then varied copies of them."""
    paths = sorted(folder.glob("*.seedshape.txt")) or sorted(folder.glob("*.txt"))
    if not paths:
        raise SystemExit(f"no text files in {folder}: name a folder of reports with --text")
    chance = random.Random(1914)
    texts = [path.read_text(encoding="utf-8-sig") for path in paths]
    n_words = number = 0
    while n_words < words:
        for text in texts:
            report_id = f"R{90000 + number}"
            copy = text if number < len(texts) else varied(text, report_id, chance)
            name = paths[number].name if number < len(texts) else f"{report_id}.txt"
            number += 1
            n_words += len(copy.split())
            yield name, copy
            if n_words >= words:
                return


def write_reports(folder: Path, texts: Iterator[tuple[str, str]]) -> None:
    """Lay the reports down as files."""
    folder.mkdir(parents=True)
    for name, text in texts:
        (folder / name).write_text(text, encoding="utf-8")


def timed(work: Callable[[], Any]) -> float:
    """Seconds that a call takes."""
    start = perf_counter()
    work()
    return perf_counter() - start


def with_busy(work: Callable[[], dict[str, float]]) -> tuple[dict[str, float], float]:
    """What a call returns, and the seconds of processor time that it takes in this process."""
    start = process_time()
    return work(), process_time() - start


def stages(reports_folder: Path, out: Path) -> dict[str, float]:
    """Seconds of each stage over a folder, in this process."""
    from pipeline.stages import extract, ingest, segment, tabulate

    part = {stage: out / "parts" / stage / BATCH for stage in tabulate.STAGES}
    return {
        "ingest": timed(lambda: ingest.run([reports_folder], part["ingest"])),
        "segment": timed(lambda: segment.run(part["ingest"], part["segment"])),
        "extract": timed(lambda: extract.run(part["ingest"], part["segment"], part["extract"])),
        "tabulate": timed(lambda: tabulate.run(out / "parts", [BATCH], out / "tables")),
    }


def crew(workers: int, warm: Path, reports_folder: Path, out: Path) -> float:
    """Seconds of a run by worker processes that have started, imported and compiled the rules (over `warm`) before."""
    from pipeline.pool import Crew
    from pipeline.run import run

    with Crew(workers) as engine:
        run([warm], out / "warm", engine=engine)
        return timed(lambda: run([reports_folder], out / "run", engine=engine))


def readers(folder: Path) -> list[tuple[str, float, str]]:
    """(format, amount a second of processor time, unit) of the readers of HTML and PDF over real files."""
    from pypdfium2 import PdfDocument

    from pipeline.sources.reading import ingest_bytes

    found = []
    for kind, unit in (("html", "MB/s"), ("pdf", "pages/s")):
        files = [(path.name, path.read_bytes()) for path in sorted((folder / kind).glob(f"*.{kind}"))]
        if not files:
            continue
        pages = [len(PdfDocument(data)) if kind == "pdf" else len(data) / 1e6 for _, data in files]
        start = process_time()
        for name, data in files:
            ingest_bytes(data, name)
        found.append((kind, sum(pages) / (process_time() - start), unit))
    return found


def layers(out: Path) -> dict[str, float]:
    """Seconds of each step inside `extract`, over the parts that `stages` left."""
    from pipeline.columns import Columns, add_page
    from pipeline.nlp.page import Page
    from pipeline.nlp.reader import RECOGNISERS, new_vocab, recogniser
    from pipeline.pieces import marks
    from pipeline.stages.extract import load_jobs

    vocab = new_vocab()
    recognisers = {layer: recogniser(layer, vocab) for layer in RECOGNISERS}
    spent = dict.fromkeys(["tokens, sentences", *recognisers, "columns"], 0.0)
    columns = Columns()
    documents, sections = (out / "parts" / stage / BATCH for stage in ("ingest", "segment"))
    jobs = [
        job
        for piece, mark in marks(documents).items()
        for job in load_jobs(documents / piece, sections / piece, mark.documents)
    ]
    for job in jobs:
        start = perf_counter()
        paragraphs = [(left, right) for left, right, _ in job.paragraphs]
        page = Page(job.text, paragraphs, vocab=vocab, published=job.published, report_id=job.report_id)
        spent["tokens, sentences"] += perf_counter() - start
        for layer, find in recognisers.items():
            start = perf_counter()
            setattr(page, layer, find(page))
            spent[layer] += perf_counter() - start
        spent["columns"] += timed(lambda page=page, job=job: add_page(columns, job, page))  # type: ignore[misc]
    spent["columns"] += timed(columns.to_arrow)
    return spent


def documents(out: Path) -> tuple[int, int, list[str]]:
    """(words, errors, texts) of the tables of a run."""
    from pipeline import store

    table = store.read(out / "tables", "documents", ["n_words", "text"])
    errors = store.read(out / "tables", "errors").num_rows
    return sum(table.column("n_words").to_pylist()), errors, table.column("text").to_pylist()


def make_doc(texts: list[str]) -> float:
    """Seconds that spaCy's own tokenizer takes for these texts."""
    import spacy

    nlp = spacy.blank("en")
    nlp.max_length = max(map(len, texts)) + 1
    return timed(lambda: [nlp.make_doc(text) for text in texts])


def small_model(texts: list[str]) -> float | None:
    """Words a second of spaCy's small English model over some of these texts; None where it is not installed."""
    import spacy

    if not spacy.util.is_package("en_core_web_sm"):
        return None
    nlp = spacy.load("en_core_web_sm")
    some = texts[:10]
    return sum(len(text.split()) for text in some) / timed(lambda: list(nlp.pipe(some)))


def start_up(runs: int = 7) -> float:
    """Median seconds of `crs --help`."""
    return median(timed(lambda: _crs("--help")) for _ in range(runs))


def peak_memory(reports_folder: Path, out: Path) -> float:
    """MiB at the peak of `crs run` over a folder, in the largest of its processes."""
    _crs("run", str(reports_folder), "--out", str(out), "--quiet")
    scale = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / scale


def _crs(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "pipeline.cli", *arguments], stdout=subprocess.DEVNULL, check=False)  # noqa: S603  (our own command)


def show(label: str, seconds: float, words: int, total: float) -> None:
    """A line of the tables of times."""
    print(f"  {label:<20}{seconds:8.2f} s {seconds / total:7.1%} {words / max(seconds, 1e-9):12,.0f} words/s")


def main() -> None:
    """Print every measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--words", type=int, default=400_000, help="size of the text")
    parser.add_argument("--text", type=Path, default=REAL_TEXT if REAL_TEXT.is_dir() else SAMPLE, help="reports")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        help_seconds = start_up()
        write_reports(folder / "reports", reports(options.text, options.words))
        write_reports(folder / "thrice", reports(options.text, 3 * options.words))
        write_reports(folder / "little", reports(SAMPLE, 1))
        write_reports(folder / "warm", reports(SAMPLE, 100_000))
        # The children's peak is the largest so far: the small run first.
        memory = [peak_memory(folder / size, folder / "memory") for size in ("reports", "thrice")]
        cold = sum(stages(folder / "little", folder / "cold").values())
        one, busy = with_busy(lambda: stages(folder / "reports", folder / "one"))
        words, errors, texts = documents(folder / "one")
        tokens = make_doc(texts)
        model = small_model(texts)
        spent = layers(folder / "one")
        crews = [crew(workers, folder / "warm", folder / "reports", folder / str(workers)) for workers in (1, 2)]
    total = sum(one.values())
    print(f"{words:,} words in {len(texts)} reports ({errors} not read), from {options.text.name}/\n")
    for stage, seconds in one.items():
        show(stage, seconds, words, total)
    show("end to end", total, words, total)
    print("\ninside extract")
    for layer, seconds in spent.items():
        show(layer, seconds, words, sum(spent.values()))
    print(f"\nwords/s/core                  {words / total:12,.0f}   {words / busy:,.0f} a second of processor time")
    print(f"words/s, one worker           {words / crews[0]:12,.0f}")
    print(f"words/s, two workers          {words / crews[1]:12,.0f}   {crews[0] / crews[1]:.2f} x one worker")
    print(f"spacy.blank('en').make_doc    {words / tokens:12,.0f}   the pipeline runs at {tokens / total:.2f} x of it")
    if model:
        print(
            f"en_core_web_sm                {model:12,.0f}   the pipeline runs at {words / total / model:.1f} x of it"
        )
    print(f"cold start (first report)     {cold:12.2f} s")
    for kind, rate, unit in readers(REAL_TEXT.parent):
        print(f"{kind:<30}{rate:12,.0f} {unit}")
    print(f"crs --help                    {help_seconds:12.2f} s")
    print(f"peak memory                   {memory[0]:12,.0f} MiB   {memory[1]:,.0f} MiB over three times as much text")


if __name__ == "__main__":
    main()
