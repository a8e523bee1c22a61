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


def gradients(model):
    return {name: value.grad for name, value in model.named_parameters() if value.grad is not None}


def training(model, images, targets):
    """Losses, gradients, statistics; the proposals that the regions were sampled from."""
    kept = {}
    own = model.rpn.filter_proposals

    def filter_proposals(*arguments):
        kept["boxes"], scores = own(*arguments)
        return kept["boxes"], scores

    model.rpn.filter_proposals = filter_proposals
    losses = model(images, targets)
    sum(losses.values()).backward()
    answer = {"losses." + name: loss.detach()[None] for name, loss in losses.items()}
    answer.update({"gradients." + name: value for name, value in gradients(model).items()})
    answer.update({"after." + name: value for name, value in model.named_buffers()
                   if "running" in name})
    answer.update({f"trained_on{i}": boxes for i, boxes in enumerate(kept["boxes"])})
    return answer


def exact(model, images, targets, proposals):
    """The same step in float64 on the same proposals: its gradients and losses."""
    model.rpn.filter_proposals = lambda *_: ([boxes.double() for boxes in proposals], None)
    losses = model([image.double() for image in images],
                   [{**target, "boxes": target["boxes"].double()} for target in targets])
    sum(losses.values()).backward()
    answer = {"exact_losses." + name: loss.detach()[None] for name, loss in losses.items()}
    answer.update({"exact." + name: value for name, value in gradients(model).items()})
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
    calibrate(model, images, targets)
    torch.save(model.state_dict(), case["weights_file"])
    answer = {"weights." + name: value.clone() for name, value in model.state_dict().items()
              if not name.endswith("num_batches_tracked")}
    answer.update(inference(model, images[0]))
    prepared(model, case)
    double = copy.deepcopy(model).double()
    answer.update(training(model, images, targets))
    proposals = [answer[f"trained_on{i}"] for i in range(len(images))]
    answer.update(exact(double, images, targets, proposals))
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
