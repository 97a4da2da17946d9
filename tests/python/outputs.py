"""Notebook outputs as text that can be compared: what a reader sees, without what differs from run to run."""


def shown(cell):
    """The outputs of a code cell, one string each; neighbouring pieces of one stream are one output."""
    merged = []
    for output in cell.get("outputs", []):
        kind, name = output["output_type"], output.get("name")
        if kind == "stream" and merged and merged[-1][0] == name:
            merged[-1][1] += _text(output["text"])
        elif kind == "stream":
            merged.append([name, _text(output["text"])])
        elif kind == "error":
            merged.append(["error", f"{output['ename']}: {output['evalue']}\n" + "\n".join(output["traceback"])])
        else:
            merged.append([kind, "\n".join(f"{mime}: {_text(data)}" for mime, data in sorted(output["data"].items()))])
    return [f"{kind}: {text}" for kind, text in merged]


def stored(cell):
    """Whether a cell's outputs are kept in the notebook: not where the reader is to guess them."""
    return "predict" not in cell.metadata.get("tags", [])


def printed(cell):
    """What a code cell wrote to stdout."""
    return "".join(_text(o["text"]) for o in cell.get("outputs", []) if o["output_type"] == "stream" and o["name"] == "stdout")


def _text(data):
    return "".join(data) if isinstance(data, list) else str(data)
