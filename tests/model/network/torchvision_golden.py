"""Reference values of a reduced torchvision Mask R-CNN in the form of ../shared/golden.

torchvision_golden.py FOLDER [SALT]: writes torchvision_r18.json, two drawn photos and train.csv, for
tst_golden and tst_golden_training with SELVEDGE_GOLDEN=FOLDER. Every tensor is filled by a formula
(golden/README.md, Weights), so that no weights travel. Exits with 77 where torchvision is absent.
"""
import csv
import hashlib
import json
import math
import os
import shutil
import sys

try:
    import numpy as np
    import torch
    import torchvision
    from PIL import Image
    from torchvision.models.detection import roi_heads
    from torchvision.models.detection.backbone_utils import resnet_fpn_backbone
    from torchvision.ops import FrozenBatchNorm2d, batched_nms, boxes as box_ops
except ImportError as error:
    print(f"skipped: {error}")
    sys.exit(77)

BACKBONE, CLASSES, ATTRIBUTES = "resnet18", 11, 24
SETTINGS = {
    "library": "torchvision", "model": f"maskrcnn_{BACKBONE}_fpn with frozen BN (eps 1e-5)",
    "num_classes": CLASSES, "num_attributes": ATTRIBUTES, "trainable_backbone_layers": 3,
    "rpn_batch_size_per_image": 65536, "rpn_positive_fraction": 0.5,
    "roi_batch_size_per_image": 4096, "roi_positive_fraction": 0.5,
    "lr": 2.5e-4, "momentum": 0.9, "nesterov": True, "weight_decay": 1e-4,
    "min_size": 160, "max_size": 256,
    "score_thresh": 0.05, "nms_thresh": 0.5, "detections_per_image": 100}
BIAS = "roi_heads.box_predictor.cls_score.bias"
STAGES, LEVELS = ["res2", "res3", "res4", "res5"], ["p2", "p3", "p4", "p5", "p6"]
LISTED_GRADIENTS = [
    "backbone.body.layer2.0.conv1.weight", "backbone.body.layer4.1.conv2.weight",
    "backbone.fpn.inner_blocks.0.0.weight", "backbone.fpn.layer_blocks.3.0.bias",
    "rpn.head.conv.0.0.weight", "rpn.head.cls_logits.bias", "roi_heads.box_head.fc6.weight",
    "roi_heads.box_predictor.cls_score.weight", "roi_heads.box_predictor.bbox_pred.weight",
    "roi_heads.box_predictor.attr_score.weight", "roi_heads.mask_head.3.0.weight",
    "roi_heads.mask_predictor.mask_fcn_logits.weight"]


# Weights.

def mix(z):
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


def formula(name, count, scale, shift, pair, salt):
    h = 0x811C9DC5
    for byte in name.encode():
        h = ((h ^ byte) * 0x01000193) & 0xFFFFFFFF
    with np.errstate(over="ignore"):
        i = np.arange(count, dtype=np.uint64)
        odd = (i // np.uint64(pair)) % np.uint64(2) == 1 if pair else np.zeros(count, bool)
        j = np.where(odd, i - np.uint64(pair), i)
        key = mix(np.uint64(salt << 32 | h))
        z = mix(key + (j + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15))
    u = ((z >> np.uint64(40)).astype(np.float64) - 8388608.0) / 8388608.0
    return (shift + scale * np.where(odd, -u, u)).astype(np.float32)


def rule(name, shape):
    """Scale, shift and pair, as the table of golden/README.md was made."""
    parts = name.split(".")
    is_norm = parts[-2].startswith("bn") or parts[-3:-1] == ["downsample", "1"]
    if is_norm:
        last = parts[-2] == "bn2" and parts[-1] == "weight"  # of a basic block
        return {"weight": (0.05, 0.5, 0) if last else (0.1, 1.0, 0), "bias": (0.1, 0.0, 0),
                "running_mean": (0.1, 0.0, 0), "running_var": (0.2, 1.0, 0)}[parts[-1]]
    if len(shape) == 1:
        return 0.05, -2.0 if "attr_score" in name else 0.0, 0
    gains = {"inner_blocks": 1, "layer_blocks": 1, "cls_logits": 1, "rpn.head.bbox_pred": 0.1,
             "box_predictor.bbox_pred": 1, "cls_score": 2, "attr_score": 1.5, "mask_fcn_logits": 4}
    gain = next((value for part, value in gains.items() if part in name), math.sqrt(2))
    transposed = "conv5_mask" in name
    fan_in = shape[0] if transposed else math.prod(shape[1:])
    pair = (math.prod(shape[1:]) if transposed else 49 if "fc6" in name
            else 0 if name == "backbone.body.conv1.weight" else math.prod(shape[2:]))
    return gain * math.sqrt(3 / fan_in), 0.0, pair


def fill(model, salt):
    table = []
    with torch.no_grad():
        for name, value in model.state_dict().items():
            shape = list(value.shape)
            scale, shift, pair = rule(name, shape)
            scale, shift = float(np.float32(scale)), float(np.float32(shift))
            numbers = formula(name, value.numel(), scale, shift, pair, salt)
            value.copy_(torch.from_numpy(numbers).view(shape))
            table.append([name, shape, scale, shift, pair,
                          float(np.abs(numbers.astype(np.float64)).sum())])
    return {"salt": salt, "fields": ["name", "shape", "scale", "shift", "pair", "abs_sum"],
            "tensors": table}


def built():
    backbone = resnet_fpn_backbone(
        backbone_name=BACKBONE, weights=None, norm_layer=FrozenBatchNorm2d,
        trainable_layers=SETTINGS["trainable_backbone_layers"])
    model = torchvision.models.detection.MaskRCNN(
        backbone, CLASSES + 1, min_size=SETTINGS["min_size"], max_size=SETTINGS["max_size"],
        rpn_batch_size_per_image=SETTINGS["rpn_batch_size_per_image"],
        box_batch_size_per_image=SETTINGS["roi_batch_size_per_image"],
        box_positive_fraction=SETTINGS["roi_positive_fraction"])
    model.roi_heads.box_predictor.attr_score = torch.nn.Linear(1024, ATTRIBUTES)
    return model


# Photos and objects.

def drawn(width, height, seed):
    """A gradient, discs and rectangles, noise; the masks of some of them."""
    random = np.random.default_rng(seed)
    y, x = np.mgrid[:height, :width]
    pixels = np.repeat((120 * x / width + 80 * y / height)[..., None], 3, 2)
    objects = []
    for k in range(8):
        cx, cy = random.integers(40, width - 40), random.integers(40, height - 40)
        w, h = random.integers(12, 40, 2)
        mask = (np.abs(x - cx) <= w) & (np.abs(y - cy) <= h)
        if k % 2:
            mask = ((x - cx) / w) ** 2 + ((y - cy) / h) ** 2 <= 1
        pixels[mask] = random.integers(0, 256, 3)
        if k < 5:
            attributes = sorted(random.choice(ATTRIBUTES, random.integers(0, 5), replace=False))
            objects.append({"mask": mask, "class": int(random.integers(CLASSES)),
                            "attributes": [int(a) for a in attributes]})
    pixels = np.clip(pixels + random.normal(0, 20, pixels.shape), 0, 255)
    return pixels.astype(np.uint8), objects


def runs(mask):
    """Lengths of 0s and 1s in turn, down the columns, 0s first."""
    flat = np.concatenate([[0], mask.T.reshape(-1).astype(np.int8), [1 - mask[-1, -1]]])
    ends = np.flatnonzero(np.diff(flat))
    return np.diff(np.concatenate([[0], ends])).tolist()


def kaggle_rle(mask):
    lengths, text, at = runs(mask), [], 1
    for i, length in enumerate(lengths):
        if i % 2:
            text += [at, length]
        at += length
    return " ".join(map(str, text))


def coco_rle(mask):
    counts, text = runs(mask), ""
    for i, count in enumerate(counts):
        x = count - counts[i - 2] if i > 2 else count
        more = True
        while more:
            c = x & 31
            x >>= 5
            more = x != -1 if c & 16 else x != 0
            text += chr(c + (32 if more else 0) + 48)
    return text


# What is written of a tensor.

def places(count, listed):
    return sorted(set(np.random.default_rng(count).integers(0, count, listed).tolist()))


def values(tensor, listed):
    flat = tensor.detach().reshape(-1)
    index = places(len(flat), listed)
    return {"shape": list(tensor.shape), "index": index, "value": flat[index].tolist()}


def feature(tensor):
    exact = tensor.detach().double()
    return {**values(tensor, 64), "mean": exact.mean().item(),
            "std": exact.std(unbiased=False).item(), "l2": exact.norm().item(),
            "min": exact.min().item(), "max": exact.max().item()}


# Inference.

def detected(model, class_logits, deltas, proposals, size):
    """RoIHeads.postprocess_detections, with the proposal of each and the closest decisions."""
    heads = model.roi_heads
    scores = class_logits.softmax(-1)[:, 1:]
    boxes = box_ops.clip_boxes_to_image(heads.box_coder.decode(deltas, [proposals]), size)[:, 1:]
    rows = torch.arange(len(proposals))[:, None].expand_as(scores)
    labels = torch.arange(1, CLASSES + 1).expand_as(scores)
    margins = [(scores - heads.score_thresh).abs().min().item() * 5]
    keep = (scores > heads.score_thresh).reshape(-1)
    boxes, scores, rows, labels = (boxes.reshape(-1, 4)[keep], scores.reshape(-1)[keep],
                                   rows.reshape(-1)[keep], labels.reshape(-1)[keep])
    keep = box_ops.remove_small_boxes(boxes, 1e-2)
    boxes, scores, rows, labels = boxes[keep], scores[keep], rows[keep], labels[keep]
    same = (labels[:, None] == labels[None]).triu(1)
    overlaps = box_ops.box_iou(boxes, boxes)[same]
    margins.append((overlaps - heads.nms_thresh).abs().min().item() if len(overlaps) else 1)
    keep = batched_nms(boxes, scores, labels, heads.nms_thresh)[:heads.detections_per_img]
    gaps = scores[keep][:-1] - scores[keep][1:]
    margins.append(gaps.min().item() * 10 if len(gaps) else 0)
    return boxes[keep], scores[keep], rows[keep], labels[keep], min(margins)


def box_outputs(model, pixels):
    """Class logits, deltas, proposals and the network's size of a photo."""
    images, _ = model.transform([torch.from_numpy(pixels).permute(2, 0, 1).float().div(255)])
    features = model.backbone(images.tensors)
    proposals = model.rpn(images, features)[0]
    pooled = model.roi_heads.box_roi_pool(features, proposals, images.image_sizes)
    outputs = model.roi_heads.box_predictor(model.roi_heads.box_head(pooled))
    return *outputs, proposals[0], images.image_sizes[0]


def choose_background(model, photos):
    """A bias of the background with some detections, no decision near its threshold."""
    outputs = [box_outputs(model, pixels) for pixels, _ in photos.values()]
    bias = model.state_dict()[BIAS]
    before, best = bias[0].item(), (0, 0)
    for value in np.arange(2, 16, 0.125):
        shift = torch.zeros(CLASSES + 1)
        shift[0] = value - before
        above = [((logits + shift).softmax(-1)[:, 1:] > SETTINGS["score_thresh"]).sum()
                 for logits, *_ in outputs]
        if max(above) > 200:  # before NMS
            continue
        found = [detected(model, logits + shift, *others) for logits, *others in outputs]
        counts = [len(scores) for _, scores, *_ in found]
        if 5 <= min(counts) and max(counts) <= 60:
            best = max(best, (min(margin for *_, margin in found), float(value)))
    assert best[0] > 5e-4, f"no bias keeps the decisions apart ({best[0]}); take another salt"
    print(f"bias {best[1]}, margin {best[0]:.2g}")
    bias[0] = best[1]
    return [{"name": BIAS, "flat_index": 0, "value": best[1]}]


def inference(model, pixels):
    image = torch.from_numpy(pixels).permute(2, 0, 1).float().div(255)
    images, _ = model.transform([image])
    size = images.image_sizes[0]
    stages = model.backbone.body(images.tensors)
    features = model.backbone(images.tensors)
    objectness, deltas = model.rpn.head(list(features.values()))
    proposals = model.rpn(images, features)[0][0]
    heads = model.roi_heads

    def hidden(boxes):
        return heads.box_head(heads.box_roi_pool(features, [boxes], [size]))

    fc7 = hidden(proposals)
    class_logits, box_deltas = heads.box_predictor(fc7)
    boxes, scores, rows, labels, _ = detected(model, class_logits, box_deltas, proposals, size)
    found = model([image])[0]
    assert torch.equal(found["scores"], scores) and torch.equal(found["labels"], labels)
    masks = heads.mask_predictor(heads.mask_head(heads.mask_roi_pool(features, [boxes], [size])))
    masks = roi_heads.maskrcnn_inference(masks, [labels])[0]
    pasted = (found["masks"][:, 0] >= 0.5).numpy()
    attributes = heads.box_predictor.attr_score
    columns = places(ATTRIBUTES, 16)
    head = hidden(proposals[:16])
    return {
        "preprocess": {
            "original": {"shape_hwc": list(pixels.shape),
                         "sha256_rgb": hashlib.sha256(pixels.tobytes()).hexdigest()},
            "network_input": feature(images.tensors)},
        "features": {name: feature(tensor) for name, tensor in
                     zip(STAGES + LEVELS, list(stages.values()) + list(features.values()))},
        "rpn": {"objectness": {n: values(t, 32) for n, t in zip(LEVELS, objectness)},
                "deltas": {n: values(t, 32) for n, t in zip(LEVELS, deltas)},
                "count": len(proposals), "top_boxes": proposals[:50].tolist()},
        "box_head": {"fc7": values(head, 32),
                     "class_logits": values(heads.box_predictor(head)[0], 32)},
        "detections": {
            "count": len(scores), "boxes_original": found["boxes"].tolist(),
            "scores": scores.tolist(), "classes": (labels - 1).tolist(),
            "attr_columns": columns, "attr_logits": attributes(fc7[rows])[:, columns].tolist(),
            "attr_logits_final_box": attributes(hidden(boxes))[:, columns].tolist(),
            "mask_probs": masks[:5].reshape(-1, 784).tolist(),
            "mask_rle": [{"counts": coco_rle(mask), "area": int(mask.sum())} for mask in pasted]}}


# Training.

class Watched:
    """What the samplers decided and the box head gave in one forward pass of training."""

    def __init__(self, model):
        self.model, self.given, self.targets = model, [], []
        heads, rpn = model.roi_heads, model.rpn
        select, assign, project = (heads.select_training_samples, rpn.assign_targets_to_anchors,
                                   roi_heads.project_masks_on_boxes)

        def select_training_samples(proposals, targets):
            self.proposals = [boxes.clone() for boxes in proposals]
            self.regions = select(proposals, targets)
            return self.regions

        def assign_targets_to_anchors(anchors, targets):
            self.anchors, boxes = assign(anchors, targets)
            return self.anchors, boxes

        def project_masks_on_boxes(*arguments):
            self.targets.append(project(*arguments))
            return self.targets[-1]

        heads.select_training_samples = select_training_samples
        rpn.assign_targets_to_anchors = assign_targets_to_anchors
        roi_heads.project_masks_on_boxes = project_masks_on_boxes
        heads.box_head.register_forward_hook(lambda _, __, output: self.given.append(output))

    def losses(self, images, targets):
        self.given, self.targets = [], []
        named = self.model(images, targets)
        attribute = self.attribute_loss(self.given[0], targets)
        return {"loss_cls": named["loss_classifier"], "loss_box_reg": named["loss_box_reg"],
                "loss_mask": named["loss_mask"], "loss_rpn_cls": named["loss_objectness"],
                "loss_rpn_loc": named["loss_rpn_box_reg"], "loss_attr": attribute}

    def attribute_loss(self, hidden, targets):
        """Of foreground regions whose object has at least one attribute."""
        _, matched, labels, _ = self.regions
        wanted = torch.cat([target["attributes"][rows] for target, rows in zip(targets, matched)])
        take = (torch.cat(labels) > 0) & (wanted.sum(1) > 0)
        logits = self.model.roi_heads.box_predictor.attr_score(hidden[take])
        return torch.nn.functional.binary_cross_entropy_with_logits(logits, wanted[take])

    def samplers(self):
        count = lambda labels, wanted: int((labels == wanted).sum())
        return {
            "anchors": [{"positive": count(a, 1), "negative": count(a, 0), "ignored": count(a, -1)}
                        for a in self.anchors],
            "proposals": [{"count": len(boxes), "boxes": boxes.tolist()}
                          for boxes in self.proposals],
            "rois": [{"total": len(labels), "foreground": int((labels > 0).sum()),
                      "mask_target_sum": float(target.sum())}
                     for labels, target in zip(self.regions[2], self.targets)]}


def listed(tensor, index=None):
    flat = tensor.detach().reshape(-1)
    if index is None:
        index = sorted(set(flat.abs().topk(min(4, len(flat)))[1].tolist() + places(len(flat), 4)))
    return {"shape": list(tensor.shape), "l2": tensor.detach().double().norm().item(),
            "index": index, "value": flat[index].tolist()}


def training(model, photos):
    model.train()
    images, targets, truth, row = [], [], [], 0
    for pixels, objects in photos.values():
        images.append(torch.from_numpy(pixels).permute(2, 0, 1).float().div(255))
        masks = torch.from_numpy(np.stack([thing["mask"] for thing in objects])).to(torch.uint8)
        attributes = torch.zeros(len(objects), ATTRIBUTES)
        for i, thing in enumerate(objects):
            attributes[i, thing["attributes"]] = 1
        boxes = torchvision.ops.masks_to_boxes(masks) + torch.tensor([0.0, 0, 1, 1])
        targets.append({"boxes": boxes, "masks": masks, "attributes": attributes,
                        "labels": torch.tensor([thing["class"] + 1 for thing in objects])})
        _, resized = model.transform([images[-1]], [dict(targets[-1])])
        truth.append([])
        for thing, box, mask in zip(objects, resized[0]["boxes"], resized[0]["masks"]):
            truth[-1].append({"csv_row": row, "class": thing["class"],
                              "attributes": thing["attributes"], "box_resized_xyxy": box.tolist(),
                              "area_resized": int(mask.sum())})
            row += 1
    watched = Watched(model)
    losses = watched.losses(images, targets)
    samplers = watched.samplers()
    trained = [value for value in model.parameters() if value.requires_grad]
    solver = torch.optim.SGD(trained, SETTINGS["lr"], momentum=SETTINGS["momentum"],
                             weight_decay=SETTINGS["weight_decay"], nesterov=SETTINGS["nesterov"])
    sum(losses.values()).backward()
    named = dict(model.named_parameters())
    gradients = {name: listed(named[name].grad) for name in LISTED_GRADIENTS}
    norms = [value.grad.double().norm().item() for value in trained if value.grad is not None]
    solver.step()
    after = {name: listed(named[name], gradient["index"]) for name, gradient in gradients.items()}
    numbers = lambda all_losses: {name: loss.item() for name, loss in all_losses.items()}
    return {"images": list(photos), "ground_truth": truth, "losses": numbers(losses),
            "samplers": samplers, "gradients": gradients,
            "gradient_l2_all": math.hypot(*norms), "parameters_with_gradient": len(norms),
            "parameters_after_step": after,
            "losses_after_step": numbers(watched.losses(images, targets))}


def main():
    folder, salt = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 7
    torch.use_deterministic_algorithms(True)
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    photos = {"drawn_tall": drawn(200, 280, 1), "drawn_wide": drawn(330, 210, 2)}
    with open(os.path.join(folder, "train.csv"), "w", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["ImageId", "EncodedPixels", "Height", "Width", "ClassId", "AttributesIds"])
        for name, (pixels, objects) in photos.items():
            Image.fromarray(pixels).save(os.path.join(folder, name + ".png"))
            for thing in objects:
                rows.writerow([name, kaggle_rle(thing["mask"]), *pixels.shape[:2], thing["class"],
                               ",".join(map(str, thing["attributes"]))])
    model = built().eval()
    answer = {"settings": SETTINGS, "weights": fill(model, salt)}
    with torch.no_grad():
        answer["weights"]["overrides"] = choose_background(model, photos)
        answer["inference"] = {name: inference(model, pixels)
                               for name, (pixels, _) in photos.items()}
    answer["training"] = training(model, photos)
    with open(os.path.join(folder, "torchvision_r18.json"), "w") as file:
        json.dump(answer, file)


if __name__ == "__main__":
    main()
