#include "model/network/weights/pickle.h"

namespace selvedge {

namespace {

enum class Role { Dict, Callable, Constant };

constexpr struct {
    std::string_view module, name, full;
    Role role;
} kGlobals[] = {
    {"collections", "OrderedDict", "collections.OrderedDict", Role::Dict},
    {"collections", "Counter", "collections.Counter", Role::Dict},  // milestones of MultiStepLR
    {"builtins", "set", "builtins.set", Role::Callable},
    {"__builtin__", "set", "builtins.set", Role::Callable},
    // Protocol 2 writes bytes so, and none of them as bytes().
    {"__builtin__", "bytes", "builtins.bytes", Role::Callable},
    {"builtins", "bytes", "builtins.bytes", Role::Callable},
    {"_codecs", "encode", "_codecs.encode", Role::Callable},

    {"torch._utils", "_rebuild_tensor", "torch._utils._rebuild_tensor", Role::Callable},
    {"torch._utils", "_rebuild_tensor_v2", "torch._utils._rebuild_tensor_v2", Role::Callable},
    {"torch._utils", "_rebuild_parameter", "torch._utils._rebuild_parameter", Role::Callable},
    {"torch", "Size", "torch.Size", Role::Callable},
    {"torch", "device", "torch.device", Role::Callable},
    {"torch", "FloatStorage", "torch.FloatStorage", Role::Constant},
    {"torch", "DoubleStorage", "torch.DoubleStorage", Role::Constant},
    {"torch", "HalfStorage", "torch.HalfStorage", Role::Constant},
    {"torch", "BFloat16Storage", "torch.BFloat16Storage", Role::Constant},
    {"torch", "LongStorage", "torch.LongStorage", Role::Constant},
    {"torch", "IntStorage", "torch.IntStorage", Role::Constant},
    {"torch", "ShortStorage", "torch.ShortStorage", Role::Constant},
    {"torch", "CharStorage", "torch.CharStorage", Role::Constant},
    {"torch", "ByteStorage", "torch.ByteStorage", Role::Constant},
    {"torch", "BoolStorage", "torch.BoolStorage", Role::Constant},
    {"torch.cuda", "FloatStorage", "torch.FloatStorage", Role::Constant},
    {"torch.cuda", "DoubleStorage", "torch.DoubleStorage", Role::Constant},
    {"torch.cuda", "HalfStorage", "torch.HalfStorage", Role::Constant},
    {"torch.cuda", "LongStorage", "torch.LongStorage", Role::Constant},
    {"torch", "float32", "torch.float32", Role::Constant},
    {"torch", "float64", "torch.float64", Role::Constant},
    {"torch", "float16", "torch.float16", Role::Constant},
    {"torch", "bfloat16", "torch.bfloat16", Role::Constant},
    {"torch", "int64", "torch.int64", Role::Constant},
    {"torch", "int32", "torch.int32", Role::Constant},
    {"torch", "int16", "torch.int16", Role::Constant},
    {"torch", "int8", "torch.int8", Role::Constant},
    {"torch", "uint8", "torch.uint8", Role::Constant},
    {"torch", "bool", "torch.bool", Role::Constant},

    // numpy 2 moved numpy.core to numpy._core.
    {"numpy.core.multiarray", "_reconstruct", "numpy._reconstruct", Role::Callable},
    {"numpy._core.multiarray", "_reconstruct", "numpy._reconstruct", Role::Callable},
    {"numpy.core.multiarray", "scalar", "numpy.scalar", Role::Callable},
    {"numpy._core.multiarray", "scalar", "numpy.scalar", Role::Callable},
    {"numpy.core.numeric", "_frombuffer", "numpy._frombuffer", Role::Callable},  // protocol 5
    {"numpy._core.numeric", "_frombuffer", "numpy._frombuffer", Role::Callable},
    {"numpy", "ndarray", "numpy.ndarray", Role::Constant},
    {"numpy", "dtype", "numpy.dtype", Role::Callable},
};

bool hasRole(std::string_view global, Role role) {
    for (const auto& known : kGlobals) {
        if (known.full == global && known.role == role)
            return true;
    }
    return false;
}

}  // namespace

std::string_view knownPickleGlobal(std::string_view module, std::string_view name) {
    for (const auto& known : kGlobals) {
        if (known.name == name && known.module == module)
            return known.full;
    }
    return {};
}

bool isPickleDict(std::string_view global) {
    return hasRole(global, Role::Dict);
}

bool isPickleCallable(std::string_view global) {
    return hasRole(global, Role::Dict) || hasRole(global, Role::Callable);
}

bool PickleValue::calls(std::string_view function) const {
    return kind == PickleKind::Call && items.front()->text == function;
}

}  // namespace selvedge
