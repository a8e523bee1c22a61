"""torchvision's Mask R-CNN on the pictures and objects of tst_torchvision_network.

torchvision_network_peer.py IN OUT: safetensors as in torchvision_peer.py. A case names a builder and
its numbers; the answers are the weights it was run with and what came out.
"""
import copy
import sys

import numpy as np
import torch
import torchvision

from torchvision_peer import read, write


def built(case):
    torch.manual_seed(case["seed"])
    model = getattr(torchvision.models.detection, case["builder"])(
        weights=None, weights_backbone=None, num_classes=case["categories"] + 1,
        min_size=case["min_size"], max_size=case["max_size"],
        # All anchors and regions are taken, so nothing is drawn at random.
        rpn_batch_size_per_image=case["anchors"], box_batch_size_per_image=case["regions"])
    return model


def norms(model):
    return [m for m in model.modules() if isinstance(m, torch.nn.BatchNorm2d)]


def spread(model):
    """Weights that give each layer outputs of about 1 and several detections."""
    for name, value in model.named_parameters():
        fan_in = value[0].numel() if value.dim() > 1 else 0
        gain = {"rpn.head.cls_logits.weight": 0.3, "rpn.head.bbox_pred.weight": 0.25,
                "roi_heads.box_predictor.cls_score.weight": 0.6,
                "roi_heads.box_predictor.bbox_pred.weight": 0.5,
                "roi_heads.mask_predictor.mask_fcn_logits.weight": 1}.get(name, 2 ** 0.5)
        with torch.no_grad():
            if value.dim() == 1:  # biases and norms: nothing stays 0 or 1
                value += 0.1 * torch.randn(value.shape)
                if name.endswith("bn3.weight"):  # residuals of 1 would let rounding grow with depth
                    value *= 0.3
            elif not name.startswith("backbone."):
                value.copy_(torch.randn(value.shape) * gain / fan_in ** 0.5)
    # Neighbours of opposite sign, so that the constant part of ReLU outputs does not win.
    with torch.no_grad():
        for name, value in model.named_parameters():
            if value.dim() == 4 and not name.startswith("backbone.") and "conv5_mask" not in name:
                value[:, 1::2] = -value[:, 0::2]
        fc = dict(model.named_parameters()).get("roi_heads.box_head.fc6.weight")
        if fc is not None:
            blocks = fc.view(len(fc), -1, 49)
            blocks[:, 1::2] = -blocks[:, 0::2]


def open_relus(model):
    """Weights and biases with which no ReLU's input is near 0, so that rounding switches none."""
    for norm in norms(model):
        norm.weight.data *= 0.3
        norm.bias.data += 4
    with torch.no_grad():
        for name, value in model.named_parameters():
            layer = name.rsplit(".", 1)[0]
            followed = (layer.startswith(("rpn.head.conv", "roi_heads.box_head",
                                          "roi_heads.mask_head"))
                        or layer.endswith("conv5_mask"))
            if followed and value.dim() > 1:
                value *= 0.01
            elif followed and not isinstance(model.get_submodule(layer), torch.nn.BatchNorm2d):
                value += 4


def calibrate(model, images, targets):
    """Running statistics of these pictures instead of 0 and 1."""
    for norm in norms(model):
        norm.momentum = None
    model.train()
    with torch.no_grad():
        model(images, targets)
    for norm in norms(model):
        norm.momentum = 0.1


def inference(model, image):
    model.eval()
    with torch.no_grad():
        images, _ = model.transform([image])
        features = model.backbone(images.tensors)
        proposals = model.rpn(images, features)[0][0]
        found = model([image])[0]
    return {"input": images.tensors, "proposals": proposals, "boxes": found["boxes"],
            "scores": found["scores"], "categories": found["labels"] - 1,
            "masks": (found["masks"][:, 0] >= 0.5).byte(), "p3": features["1"]}


def prepared(model, case):
    """For training: what is frozen."""
    model.train()
    frozen = ["conv1", "bn1"] + [f"layer{i}" for i in range(1, 5)]
    frozen = frozen[:case["freeze_at"] + 1 if case["freeze_at"] else 0]
    for name, value in model.backbone.body.named_parameters():
        value.requires_grad_(not any(name.startswith(part + ".") for part in frozen))
    if case["frozen_norms"]:
        for norm in norms(model):
            norm.eval()
            norm.requires_grad_(False)
    return model


def losses_of(model, images, targets, with_regions):
    """Without a graph; the running statistics move. And the proposals of each picture."""
    if not with_regions:
        model.roi_heads.forward = lambda *_: ([], {})
    kept = {}
    own = model.rpn.filter_proposals

    def filter_proposals(*arguments):
        kept["boxes"], scores = own(*arguments)
        return kept["boxes"], scores

    model.rpn.filter_proposals = filter_proposals
    with torch.no_grad():
        losses = model(images, targets)
    answer = {"losses." + name: loss[None] for name, loss in losses.items()}
    answer.update({"after." + name: value.clone() for name, value in model.named_buffers()
                   if "running" in name})
    return answer, kept["boxes"]


def gradients(model, images, targets, proposals, matches):
    """Of the step on these proposals, in the model's precision. What the matchers decide is kept in
    `matches` and taken from there the next time: a tie may fall otherwise in another precision."""
    dtype = next(model.parameters()).dtype

    def cast(thing):
        if isinstance(thing, (list, tuple)):
            return type(thing)(cast(part) for part in thing)
        return thing.to(dtype) if thing.is_floating_point() else thing

    def once(name, function):
        def decide(*arguments):
            if name not in matches:
                matches[name] = function(*arguments)
            return cast(matches[name])
        return decide

    model.rpn.filter_proposals = lambda *_: (cast(proposals), None)
    model.rpn.assign_targets_to_anchors = once("anchors", model.rpn.assign_targets_to_anchors)
    model.roi_heads.assign_targets_to_proposals = once(
        "regions", model.roi_heads.assign_targets_to_proposals)
    losses = model(cast(images), [{**target, "boxes": cast(target["boxes"])} for target in targets])
    sum(losses.values()).backward()
    return {name: value.grad for name, value in model.named_parameters() if value.grad is not None}


def worst_deviation(found, exact):
    """Of a tensor's gradient, as tst_torchvision_network measures it."""
    least = 1e-3 * sum(value.norm().item() ** 2 for value in exact.values()) ** 0.5
    return max((found[name].double() - value).norm().item() / max(value.norm().item(), least)
               for name, value in exact.items())


def training(model, case, images, targets):
    answer, proposals = losses_of(copy.deepcopy(model), images, targets, not case["exact"])
    proposals = [boxes[:case["proposals"]] for boxes in proposals]
    answer.update({f"proposals{i}": boxes for i, boxes in enumerate(proposals)})
    double, matches = copy.deepcopy(model).double(), {}
    found = gradients(model, images, targets, proposals, matches)
    if case["exact"]:
        exact = gradients(double, images, targets, proposals, matches)
        answer["float_deviation"] = torch.tensor([worst_deviation(found, exact)])
        found = exact
    answer.update({"gradients." + name: value for name, value in found.items()})
    return answer


def network(case, part):
    images, targets = [], []
    for i in range(case["pictures"]):
        images.append(torch.from_numpy(part(f"image{i}")).permute(2, 0, 1).float().div(255))
        targets.append({"boxes": torch.from_numpy(part(f"boxes{i}")),
                        "labels": torch.from_numpy(part(f"categories{i}")) + 1,
                        "masks": torch.from_numpy(part(f"masks{i}"))})
    model = built(case)
    spread(model)
    if case["exact"]:
        open_relus(model)
    calibrate(model, images, targets)
    torch.save(model.state_dict(), case["weights_file"])
    answer = {"weights." + name: value.clone() for name, value in model.state_dict().items()
              if not name.endswith("num_batches_tracked")}
    if not case["exact"]:
        answer.update(inference(model, images[0]))
    answer.update(training(prepared(model, case), case, images, targets))
    return {name: value.detach().numpy() for name, value in answer.items()}


def main():
    torch.use_deterministic_algorithms(True)
    cases, tensors = read(sys.argv[1])
    answers = {}
    for name, case in cases.items():
        answer = network(case, lambda part: tensors[f"{name}.{part}"])
        answers.update({f"{name}.{part}": value for part, value in answer.items()})
    write(sys.argv[2], answers)


main()
