"""Answers the cases of tst_torchvision with torchvision, torch and Pillow.

torchvision_peer.py IN OUT: both are safetensors files. Each string of IN's metadata is a case, JSON
with "kind" and its numbers; its tensors are named <case>.<part>, the answers likewise.
"""
import json
import struct
import sys

import numpy as np
import torch
import torchvision
from PIL import Image

DTYPES = {"F32": np.float32, "F64": np.float64, "I64": np.int64, "U8": np.uint8}


def read(path):
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        data = file.read()
    cases = header.pop("__metadata__")
    tensors = {
        name: np.frombuffer(data[slice(*entry["data_offsets"])], DTYPES[entry["dtype"]])
        .reshape(entry["shape"]).copy()
        for name, entry in header.items()
    }
    return {name: json.loads(text) for name, text in cases.items()}, tensors


def write(path, tensors, cases=None):
    header, blobs, offset = {"__metadata__": cases} if cases else {}, [], 0
    names = {np.dtype(dtype): name for name, dtype in DTYPES.items()}
    for name, value in tensors.items():
        blobs.append(np.ascontiguousarray(value).tobytes())
        end = offset + len(blobs[-1])
        header[name] = {"dtype": names[value.dtype], "shape": list(value.shape),
                        "data_offsets": [offset, end]}
        offset = end
    text = json.dumps(header).encode()
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + b"".join(blobs))


def roi_align(case, part):
    features = torch.from_numpy(part("features")).requires_grad_()
    pooled = torchvision.ops.roi_align(
        features, torch.from_numpy(part("regions")), case["pooled"], case["scale"],
        case["sampling_ratio"], case["aligned"])
    pooled.backward(torch.from_numpy(part("gradient")))
    return {"pooled": pooled.detach().numpy(), "feature_gradient": features.grad.numpy()}


def nms(case, part):
    boxes, scores, classes = (torch.from_numpy(part(n)) for n in ("boxes", "scores", "classes"))
    keep = torch.zeros(len(boxes), dtype=torch.bool)
    for one in classes.unique():
        rows = (classes == one).nonzero()[:, 0]
        keep[rows[torchvision.ops.nms(boxes[rows], scores[rows], case["threshold"])]] = True
    order = scores.sort(descending=True, stable=True)[1]
    return {"kept": order[keep[order]].numpy()}


def paste(case, part):
    """detectron2/layers/mask_ops.py, _do_paste_mask: the formula, over the whole image."""
    x0, y0, x1, y1 = (torch.tensor(v) for v in part("box"))
    y = (torch.arange(0, case["height"], dtype=torch.float32) + 0.5 - y0) / (y1 - y0) * 2 - 1
    x = (torch.arange(0, case["width"], dtype=torch.float32) + 0.5 - x0) / (x1 - x0) * 2 - 1
    grid = torch.stack([x[None, :].expand(len(y), -1), y[:, None].expand(-1, len(x))], dim=2)
    sampled = torch.nn.functional.grid_sample(
        torch.from_numpy(part("map"))[None, None], grid[None], align_corners=False)
    return {"bitmap": (sampled[0, 0] >= case["threshold"]).numpy().astype(np.uint8)}


def mask_target(case, part):
    mask = torch.from_numpy(part("bitmap")).float()[None, None]
    regions = torch.cat([torch.zeros(1), torch.from_numpy(part("box"))])[None]
    mean = torchvision.ops.roi_align(mask, regions, case["side"], 1.0, 0, True)
    return {"mean": mean[0, 0].numpy()}


def whole_paste(case, part):
    from torchvision.models.detection.roi_heads import paste_masks_in_image
    pasted = paste_masks_in_image(torch.from_numpy(part("map"))[None, None],
                                  torch.from_numpy(part("box"))[None],
                                  (case["height"], case["width"]))
    return {"bitmap": (pasted[0, 0] >= case["threshold"]).numpy().astype(np.uint8)}


def soft_mask_target(case, part):
    from torchvision.models.detection.roi_heads import project_masks_on_boxes
    target = project_masks_on_boxes(torch.from_numpy(part("bitmap"))[None],
                                    torch.from_numpy(part("box"))[None],
                                    torch.zeros(1, dtype=torch.int64), case["side"])
    return {"mean": target[0].numpy()}


def transform(case, part):
    """What GeneralizedRCNNTransform makes of a picture and of a mask."""
    from torchvision.models.detection.transform import GeneralizedRCNNTransform
    step = GeneralizedRCNNTransform(case["min_size"], case["max_size"], [0.485, 0.456, 0.406],
                                    [0.229, 0.224, 0.225], size_divisible=1)
    image = torch.from_numpy(part("rgb")).permute(2, 0, 1).float().div(255)
    mask = torch.from_numpy(part("bitmap"))[None]
    images, targets = step([image], [{"boxes": torch.zeros(1, 4), "masks": mask}])
    return {"input": images.tensors[0].numpy(), "mask": targets[0]["masks"][0].numpy()}


def resize(case, part):
    """Across, then down: in one call Pillow does so before version 13, which may take the other order."""
    image = Image.fromarray(part("rgb"))
    across = image.resize((case["width"], image.height), Image.BILINEAR)
    return {"rgb": np.asarray(across.resize((case["width"], case["height"]), Image.BILINEAR))}


def with_gradient(case, part, terms_of):
    logits = torch.from_numpy(part("logits")).requires_grad_()
    terms = terms_of(logits, torch.from_numpy(part("wanted")))
    terms.sum().backward()
    return {"terms": terms.detach().numpy(), "gradient": logits.grad.numpy()}


def focal(case, part):
    return with_gradient(case, part, lambda logits, wanted: torchvision.ops.sigmoid_focal_loss(
        logits, wanted, case["alpha"], case["gamma"], "none"))


def asymmetric(case, part):
    """Ridnik et al. 2021, equations 5 to 7, present and absent apart; the powers are numbers."""
    def terms_of(logits, wanted):
        p = torch.sigmoid(logits)
        shifted = torch.clamp(p - case["margin"], min=0)
        present = (1 - p).detach() ** case["gamma_positive"] * torch.log(p.clamp(min=1e-8))
        absent = (shifted.detach() ** case["gamma_negative"]
                  * torch.log((1 - shifted).clamp(min=1e-8)))
        return -(wanted * present + (1 - wanted) * absent)
    return with_gradient(case, part, terms_of)


def main():
    torch.use_deterministic_algorithms(True)
    cases, tensors = read(sys.argv[1])
    answers = {}
    for name, case in cases.items():
        answer = globals()[case["kind"]](case, lambda part: tensors[f"{name}.{part}"])
        answers.update({f"{name}.{part}": value for part, value in answer.items()})
    write(sys.argv[2], answers)


if __name__ == "__main__":
    main()
