"""Weight files as Python's programs write them, for tst_weight_file.

weight_files_peer.py FOLDER                 writes the files listed below into FOLDER
weight_files_peer.py names FOLDER           writes names.json: names and shapes of torchvision's models
weight_files_peer.py convert IN.safetensors OUT.pth    the tensors of IN (F32), under the key "model"

Element i (row-major) of every tensor is i / 2 - 3; of whole numbers i - 3, of u1 i, of bools i % 3 == 0.
"""

import argparse
import collections
import json
import pickle
import struct
import sys

import numpy
import torch
import torchvision


def values(shape, dtype=torch.float32):
    count = int(numpy.prod(shape))
    i = torch.arange(count)
    if dtype == torch.bool:
        flat = i % 3 == 0
    elif dtype == torch.uint8:
        flat = i
    elif dtype.is_floating_point:
        flat = i.double() / 2 - 3
    else:
        flat = i - 3
    return flat.to(dtype).reshape(shape)


def state():
    dict_ = collections.OrderedDict()
    dict_["weight"] = values([4, 3, 2, 2])
    dict_["transposed"] = values([3, 4]).t().contiguous().t()
    dict_["channels_last"] = values([2, 3, 4, 5]).to(memory_format=torch.channels_last)
    table = torch.cat([torch.full((1, 5), 99.0), values([2, 5]), torch.full((1, 5), 99.0)])
    dict_["rows"] = table[1:3]
    dict_["same_rows"] = table[1:3]  # shares the storage
    dict_["parameter"] = torch.nn.Parameter(values([7]))
    dict_["scalar"] = values([])
    dict_["empty"] = values([0, 4])
    for name in ["float16", "bfloat16", "float64", "int64", "int32", "int16", "int8", "uint8", "bool"]:
        dict_[name] = values([2, 5], getattr(torch, name))
    return dict_


def checkpoint():
    network = torch.nn.Linear(2, 2)
    solver = torch.optim.SGD(network.parameters(), lr=0.1, momentum=0.9)
    network(torch.ones(1, 2)).sum().backward()
    solver.step()
    schedule = torch.optim.lr_scheduler.MultiStepLR(solver, [3, 5])
    return {"model": state(), "optimizer": solver.state_dict(), "scheduler": schedule.state_dict(),
            "iteration": 12, "rng_state": torch.get_rng_state()}


def arrays():
    dict_ = {"weight": values([4, 3, 2, 2]).numpy(),
             "fortran": numpy.asfortranarray(values([3, 4, 2]).numpy()),
             "scalar": values([]).numpy(), "empty": values([0, 4]).numpy()}
    for name in ["float16", "float64", "int64", "int32", "uint8", "bool"]:
        dict_[name] = values([2, 5], getattr(torch, name)).numpy()
    return dict_


class Evil:
    def __init__(self, function, *arguments):
        self.call = (function, arguments)

    def __reduce__(self):
        return self.call


def write_files(folder):
    def dump(name, value, protocol=2):
        with open(f"{folder}/{name}", "wb") as file:
            pickle.dump(value, file, protocol=protocol)

    torch.save(checkpoint(), f"{folder}/my weights v1.2.pth")
    torch.save(checkpoint(), f"{folder}/legacy.pth", _use_new_zipfile_serialization=False)
    torch.save(state(), f"{folder}/flat.pth")
    torch.save({"checkpoint": {"net": {"module": state()}}}, f"{folder}/deep.pth")
    torch.save({"generator": state(), "critic": {"head": {"bias": values([3])}}}, f"{folder}/parts.pth")
    for protocol in range(2, 6):
        dump(f"zoo{protocol}.pkl", {"model": arrays(), "__author__": "Detectron2 Model Zoo"}, protocol)
    dump("blobs.pkl", {"blobs": arrays()})
    dump("flat.pkl", arrays())

    # What is refused.
    torch.save({"model": state(), "args": argparse.Namespace(lr=0.1)}, f"{folder}/namespace.pth")
    torch.save(torch.nn.Linear(2, 2), f"{folder}/module.pth")
    torch.jit.script(torch.nn.Linear(2, 2)).save(f"{folder}/script.pth")
    torch.save({"a": torch.zeros(3, dtype=torch.complex64)}, f"{folder}/complex.pth")
    torch.save({"a": torch.zeros(1).expand(100000, 100000)}, f"{folder}/expanded.pth")
    torch.save([values([3])], f"{folder}/list.pth")
    torch.save({"epoch": 3}, f"{folder}/empty.pth")
    dump("big_endian.pkl", {"a": values([3]).numpy().astype(">f4")})
    dump("objects.pkl", {"a": numpy.array([None, 1], dtype=object)})
    dump("text0.pkl", {"a": 1}, 0)
    import os
    dump("evil.pkl", {"a": Evil(os.system, f"touch '{folder}/ran'")})
    torch.save({"a": Evil(os.system, f"touch '{folder}/ran'")}, f"{folder}/evil.pth")
    torch.save({"a": Evil(os.system, f"touch '{folder}/ran'")}, f"{folder}/evil_legacy.pth",
               _use_new_zipfile_serialization=False)
    dump("evil4.pkl", {"a": Evil(eval, f"open('{folder}/ran', 'w')")}, 4)


def write_names(folder):
    detection = torchvision.models.detection
    nothing = {"weights": None, "weights_backbone": None}
    with torch.device("meta"):
        models = {"maskrcnn": detection.maskrcnn_resnet50_fpn(num_classes=47, **nothing),
                  "maskrcnn_coco": detection.maskrcnn_resnet50_fpn(**nothing),
                  "maskrcnn_v2": detection.maskrcnn_resnet50_fpn_v2(num_classes=47, **nothing),
                  "resnet50": torchvision.models.resnet50(weights=None),
                  "resnet101": torchvision.models.resnet101(weights=None),
                  "resnext101": torchvision.models.resnext101_32x8d(weights=None)}
    with open(f"{folder}/names.json", "w") as file:
        json.dump({model: [[name, list(tensor.shape)] for name, tensor in module.state_dict().items()]
                   for model, module in models.items()}, file)


def convert(source, target):
    with open(source, "rb") as file:
        length, = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        data = file.read()
    header.pop("__metadata__", None)
    tensors = collections.OrderedDict()
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        flat = torch.frombuffer(bytearray(data[begin:end]), dtype=torch.float32)
        tensors[name] = flat.reshape(entry["shape"])
    torch.save({"model": tensors}, target)


if sys.argv[1] == "names":
    write_names(sys.argv[2])
elif sys.argv[1] == "convert":
    convert(sys.argv[2], sys.argv[3])
else:
    write_files(sys.argv[1])
