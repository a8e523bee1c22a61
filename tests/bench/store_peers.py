"""The store beside pandas and csv: store_peers.py build/bin train.csv [rounds [rows]]

Every measurement is a process of its own, the best of some rounds: seconds that passed, in brackets
those of the processor (all threads), and the peak of its memory. Selvedge is timed from the start of
its program, peers without Python's start and imports. Prints Markdown.
"""
import filecmp
import json
import sys
import tempfile
from pathlib import Path

from measured import measured

SIZES = (10_000, 100_000)  # and all rows
DRAWN = 500, 3_414  # images and objects that are drawn; per image as many as published

PEER = """
import sys, time
{imports}
wall, processor = time.perf_counter(), time.process_time()
{work}
print(time.perf_counter() - wall, time.process_time() - processor)
"""
PEERS = {
    "`pandas.read_csv`, which only reads": PEER.format(
        imports="import pandas", work="frame = pandas.read_csv(sys.argv[1])"),
    "`csv.DictReader`, which only reads": PEER.format(
        imports="import csv; csv.field_size_limit(sys.maxsize)",
        work="for row in csv.DictReader(open(sys.argv[1], newline='')): pass"),
}


def peer(program, table):
    _, _, peak, output = measured([sys.executable, "-c", program, table])
    return (*map(float, output.split()), peak)


def best(rounds, work):
    return [min(values) for values in zip(*(work()[:3] for _ in range(rounds)))]


def cell(seconds, processor, peak):
    return f"{seconds:.2f} s ({processor:.2f}), {peak / 1e6:.0f} MB"


def repeated(source, target, count):
    """The first `count` rows of the source, which begins again under new image ids at its end."""
    left, copy = count, 0
    with open(target, "w", newline="") as out:
        while left:
            with open(source, newline="") as file:
                header = next(file)
                if copy == 0:
                    out.write(header)
                for line in file:
                    image, rest = line.split(",", 1)
                    out.write(f"{image}-{copy},{rest}" if copy else line)
                    if not line.endswith("\n"):
                        out.write("\n")
                    left -= 1
                    if left == 0:
                        break
            copy += 1
    return target


def imports(cli, source, folder, rounds, rows):
    print(f"| rows of {source.name} | `selvedge-cli import` | " + " | ".join(PEERS) +
          " |\n|---|---|---|---|")
    for count in [size for size in SIZES if size < rows] + [rows]:
        table = repeated(source, folder / "some.csv", count)
        project = folder / "some.selvedge"

        def run():
            project.unlink(missing_ok=True)
            return measured([cli, "import", table, "--project", project])

        cells = [cell(*best(rounds, run))]
        cells += [cell(*best(rounds, lambda: peer(program, table))) for program in PEERS.values()]
        size = table.stat().st_size
        print(f"| {count:,} ({size / 1e6:.0f} MB) | " + " | ".join(cells) + " |", flush=True)
    return table, project


def milliseconds(result):
    return f"{result['real_time']:.1f} ms ({result['cpu_time']:.1f})"


def use(tools, table, project, rounds):
    """Rows of the second table: what is done with a project -> cell."""
    info = best(rounds, lambda: measured([tools / "selvedge-cli", "info", project]))
    out = project.with_suffix(".out.csv")
    export = best(rounds, lambda: measured(
        [tools / "selvedge-cli", "export", project, "--format", "csv", "--out", out]))
    if not filecmp.cmp(table, out, shallow=False):
        sys.exit(f"{out} differs from {table}")
    cells = {"project file": f"{project.stat().st_size / 1e6:.0f} MB",
             "`selvedge-cli info`": cell(*info),
             "`selvedge-cli export --format csv`, equal by `cmp`": cell(*export)}
    out.unlink()

    output = measured([tools / "bench_store", "--benchmark_format=json", "--benchmark_min_time=1",
                       project])[3]
    results = {result["name"]: result for result in json.loads(output)["benchmarks"]}
    names = {"open": "`Project::open` to ready tables",
             "facets_none": "facets, nothing chosen: all counts",
             "facets_three": "three facets"}
    for name, title in names.items():
        if name in results:
            cells[title] = milliseconds(results[name])
    if "facets_three" in results:
        three = results["facets_three"]
        cells["three facets"] += (f": {three['label']}; {three['images']:,.0f} images of "
                                  f"{three['of_images']:,.0f}")
    cells["attributes on objects"] = f"{results['facets_none']['of_attributes']:,.0f}"
    return cells


def main():
    tools, source = Path(sys.argv[1]), Path(sys.argv[2])
    rounds, rows = int((sys.argv[3:] or [3])[0]), int((sys.argv[4:] or [333_401])[0])
    cli = tools / "selvedge-cli"
    with tempfile.TemporaryDirectory(dir=tools.parent) as name:
        folder = Path(name)
        measured([cli, "synthesize", "--images", DRAWN[0], "--objects", DRAWN[1], "--seed", 1,
                  "--no-images", "--out", folder / "drawn"])
        drawn = folder / "drawn" / "train.csv"
        columns = {}
        if source.exists():
            table, project = imports(cli, source, folder, rounds, rows)
            columns[f"rows of {source}"] = use(tools, table, project, rounds)
            drawn = repeated(drawn, folder / "some.csv", rows)
            project.unlink()
            measured([cli, "import", drawn, "--project", project])
        else:
            drawn, project = imports(cli, drawn, folder, rounds, rows)
        columns["a drawn set"] = use(tools, drawn, project, rounds)

    titles = list(dict.fromkeys(title for cells in columns.values() for title in cells))
    print(f"\n| {rows:,} objects | " + " | ".join(columns) + " |\n|---|" + "---|" * len(columns))
    for title in titles:
        print(f"| {title} | " + " | ".join(c.get(title, "-") for c in columns.values()) + " |")


main()
