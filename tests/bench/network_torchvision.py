"""The peer of bench_network: the same commands, the same line of JSON, computed by torchvision.

Beside them: `make FOLDER` draws the weights, the picture and the cases, and prints the score
threshold at which CANDIDATES boxes are left for the last NMS.
"""
import json
import sys
import time
from pathlib import Path

import numpy as np
import torch
import torchvision
from PIL import Image
from pycocotools import mask as coco
from torchvision.models.detection import MaskRCNN
from torchvision.models.detection._utils import overwrite_eps
from torchvision.models.detection.backbone_utils import resnet_fpn_backbone
from torchvision.models.detection.roi_heads import paste_masks_in_image
from torchvision.ops.misc import FrozenBatchNorm2d

sys.path.insert(0, str(Path(__file__).parent.parent / "model/network"))
from torchvision_peer import read, write  # noqa: E402

CANDIDATES = 600
CATEGORIES = 46


def seconds_of(rounds, work):
    work()
    seconds = []
    for _ in range(rounds):
        begin = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - begin)
    return seconds


def network(**options):
    """maskrcnn_resnet50_fpn as it is with its COCO weights, which cannot be had here."""
    backbone = resnet_fpn_backbone(backbone_name="resnet50", weights=None,
                                   norm_layer=FrozenBatchNorm2d, trainable_layers=3)
    model = MaskRCNN(backbone, CATEGORIES + 1, **options).eval()
    overwrite_eps(model, 0.)
    return model


def picture_tensor(path):
    return torch.from_numpy(np.array(Image.open(path))).permute(2, 0, 1).float().div(255)


def encoded(masks):
    bitmaps = np.asfortranarray((masks[:, 0] > .5).numpy().transpose(1, 2, 0).astype(np.uint8))
    return coco.encode(bitmaps)


def whole(rounds, weights, picture, min_size, max_size, batch, score):
    model = network(min_size=int(min_size), max_size=int(max_size), box_score_thresh=float(score))
    model.load_state_dict(torch.load(weights))
    if "channels_last" in sys.argv:
        model = model.to(memory_format=torch.channels_last)
    image = picture_tensor(picture)
    found = []

    def look():
        found[:] = [(output, encoded(output["masks"]))
                    for output in model([image] * int(batch))]

    seconds = seconds_of(rounds, look)
    return {"seconds": seconds, "detections": len(found[0][1]),
            "area": int(coco.area(found[0][1]).sum())}


def load(rounds, weights):
    return {"seconds": seconds_of(rounds, lambda: network().load_state_dict(torch.load(weights)))}


def step(rounds, weights, picture, min_size, max_size, batch, case):
    model = network(min_size=int(min_size), max_size=int(max_size))
    model.load_state_dict(torch.load(weights))
    model.train()
    if "channels_last" in sys.argv:
        model = model.to(memory_format=torch.channels_last)
    image = picture_tensor(picture)
    _, tensors = read(case)
    boxes = torch.from_numpy(tensors["boxes"])
    masks = torch.zeros((len(boxes), *image.shape[1:]), dtype=torch.uint8)
    for mask, (x0, y0, x1, y1) in zip(masks, boxes.int().tolist()):
        mask[y0:y1, x0:x1] = 1
    target = {"boxes": boxes, "labels": torch.from_numpy(tensors["categories"]) + 1, "masks": masks}
    solver = torch.optim.SGD([p for p in model.parameters() if p.requires_grad], 1e-6, .9,
                             nesterov=True, weight_decay=1e-4)
    objectness = []

    def one():
        with torch.enable_grad():
            losses = model([image] * int(batch), [dict(target) for _ in range(int(batch))])
            objectness.append(losses["loss_objectness"].item())
            solver.zero_grad()
            sum(losses.values()).backward()
            solver.step()

    return {"seconds": seconds_of(rounds, one), "objectness": objectness[0]}


def roi_align(rounds, case, tensors):
    features, regions, gradient = (tensors[n] for n in ("features", "regions", "gradient"))

    def pool(x):
        return torchvision.ops.roi_align(x, regions, case["pooled"], case["scale"],
                                         case["sampling_ratio"], case["aligned"])

    seconds = seconds_of(rounds, lambda: pool(features))
    leaf = features.clone().requires_grad_()

    def both():
        leaf.grad = None
        with torch.enable_grad():
            pool(leaf).backward(gradient)

    backward = seconds_of(rounds, both)
    return {"seconds": seconds, "backward": backward, "sum": pool(features).double().sum().item(),
            "gradient_square": leaf.grad.double().square().sum().item()}


def nms(rounds, case, tensors):
    kept = []

    def work():
        kept[:] = torchvision.ops.batched_nms(tensors["boxes"], tensors["scores"],
                                              tensors["classes"], case["threshold"])

    seconds = seconds_of(rounds, work)
    return {"seconds": seconds, "kept": len(kept)}


def paste(rounds, case, tensors):
    rles = []

    def work():
        rles[:] = encoded(paste_masks_in_image(tensors["maps"][:, None], tensors["boxes"],
                                               (case["height"], case["width"])))

    seconds = seconds_of(rounds, work)
    return {"seconds": seconds, "area": int(coco.area(rles).sum())}


def boxes_in(random, count, width, height, least, most):
    sides = np.exp(random.uniform(np.log(least), np.log(most), (count, 2)))
    corner = random.uniform(0, 1, (count, 2)) * np.maximum([width, height] - sides, 0)
    return np.concatenate([corner, np.minimum(corner + sides, [width, height])], 1).astype(np.float32)


def write_case(path, numbers, tensors):
    write(path, tensors, {"case": json.dumps(numbers)})


def make_cases(folder):
    random = np.random.default_rng(7)
    for name, pooled, regions, ratio, aligned in (
            ("box, torchvision's samples", 7, 1000, 2, False),
            ("box, Detectron2's samples", 7, 1000, 0, True),
            ("mask, torchvision's samples", 14, 100, 2, False),
            ("mask, Detectron2's samples", 14, 100, 0, True)):
        boxes = boxes_in(random, regions, 1333, 800, 16, 400)
        write_case(folder / f"roi_align {name}.safetensors",
                   {"scale": .25, "pooled": pooled, "sampling_ratio": ratio, "aligned": aligned},
                   {"features": random.standard_normal((1, 256, 200, 336), np.float32),
                    "regions": np.concatenate([np.zeros((regions, 1), np.float32), boxes], 1),
                    "gradient": random.standard_normal((regions, 256, pooled, pooled), np.float32)})
    for name, count, classes, threshold in (("proposals", 4819, 5, .7), ("detections", 600, 46, .5)):
        around = boxes_in(random, count // 20, 1333, 800, 16, 400)
        boxes = around[random.integers(0, len(around), count)]
        boxes = boxes + random.uniform(-8, 8, boxes.shape).astype(np.float32)
        write_case(folder / f"nms {name}.safetensors", {"threshold": threshold},
                   {"boxes": boxes, "scores": random.permutation(count).astype(np.float32) / count,
                    "classes": random.integers(0, classes, count)})
    write_case(folder / "step.safetensors", {},
               {"boxes": np.round(boxes_in(random, 8, 1600, 960, 100, 800)),
                "categories": random.integers(0, CATEGORIES, 8)})
    for name, width, height in (("800 x 1333", 1333, 800), ("12 megapixels", 4000, 3000)):
        maps = torch.from_numpy(random.standard_normal((100, 1, 7, 7), np.float32))
        maps = torch.sigmoid(4 * torch.nn.functional.interpolate(maps, (28, 28), mode="bilinear"))
        write_case(folder / f"paste {name}.safetensors", {"width": width, "height": height},
                   {"maps": maps[:, 0].numpy(),
                    "boxes": boxes_in(random, 100, width, height, width / 50, width / 2)})


def like_trained(model):
    """Without training the numbers grow from layer to layer: the outputs get a usual spread."""
    def spread(module, deviation):
        def scale(module, _, output):
            hook.remove()
            factor = deviation / output.std()
            module.weight.data.mul_(factor)
            module.bias.data.mul_(factor)
            return output * factor
        hook = module.register_forward_hook(scale)

    spread(model.rpn.head.cls_logits, 2)
    spread(model.rpn.head.bbox_pred, .3)
    spread(model.roi_heads.box_predictor.cls_score, 2)
    spread(model.roi_heads.box_predictor.bbox_pred, 1)
    spread(model.roi_heads.mask_predictor.mask_fcn_logits, 2)


def make(folder):
    folder = Path(folder)
    make_cases(folder)
    torch.manual_seed(7)
    noise = torch.rand(1, 3, 24, 40)
    pixels = torch.nn.functional.interpolate(noise, (960, 1600), mode="bicubic").clamp(0, 1)
    Image.fromarray((pixels[0].permute(1, 2, 0) * 255).byte().numpy()).save(folder / "picture.png")
    model = network(box_score_thresh=0.)
    like_trained(model)
    model([picture_tensor(folder / "picture.png")])
    torch.save(model.state_dict(), folder / "weights.pth")
    scores = []
    probabilities = torch.nn.functional.softmax

    def spy(logits, dim):
        scores.append(probabilities(logits, dim))
        return scores[-1]

    torch.nn.functional.softmax = spy
    thresholds = {}
    for least, most in (800, 1333), (256, 427):
        model.transform.min_size, model.transform.max_size = (least,), most
        scores.clear()
        model([picture_tensor(folder / "picture.png")])
        best = scores[0][:, 1:].flatten().sort(descending=True)[0]
        thresholds[least] = best[CANDIDATES:CANDIDATES + 2].double().mean().item()
    return thresholds


def main():
    what, threads, rounds, *arguments = [a for a in sys.argv[1:] if a != "channels_last"]
    torch.set_num_threads(int(threads))
    torch.set_grad_enabled(False)
    if what == "make":
        result = make(*arguments)
    elif what in ("whole", "load", "step"):
        result = {"whole": whole, "load": load, "step": step}[what](int(rounds), *arguments)
    else:
        cases, tensors = read(arguments[0])
        tensors = {name: torch.from_numpy(value) for name, value in tensors.items()}
        result = {"roi_align": roi_align, "nms": nms, "paste": paste}[what](
            int(rounds), cases["case"], tensors)
    print(json.dumps(result))


main()
