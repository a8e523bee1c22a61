# LibTorch as it lies in the wheel. Defines the imported target LibTorch::LibTorch.
#
# Not find_package(Torch): that one wants a CUDA toolkit even where none of our files needs it, and
# runs probes. The wheel's own libraries find the NVIDIA ones through their RPATH.
#
# LIBTORCH_ROOT  the folder with include/ and lib/ (packaging/setup passes it).

set(LIBTORCH_ROOT "$ENV{SELVEDGE_LIBTORCH}" CACHE PATH "Folder of LibTorch with include/ and lib/")
# Not cached: a build folder that is given another LIBTORCH_ROOT takes that one.
find_path(LIBTORCH_INCLUDE_DIR ATen/ATen.h PATHS ${LIBTORCH_ROOT}/include NO_DEFAULT_PATH NO_CACHE)
find_library(LIBTORCH_LIBRARY torch PATHS ${LIBTORCH_ROOT}/lib NO_DEFAULT_PATH NO_CACHE)
find_library(LIBTORCH_CPU_LIBRARY torch_cpu PATHS ${LIBTORCH_ROOT}/lib NO_DEFAULT_PATH NO_CACHE)
find_library(LIBTORCH_C10_LIBRARY c10 PATHS ${LIBTORCH_ROOT}/lib NO_DEFAULT_PATH NO_CACHE)
find_library(LIBTORCH_CUDA_LIBRARY torch_cuda PATHS ${LIBTORCH_ROOT}/lib NO_DEFAULT_PATH NO_CACHE)
find_library(LIBTORCH_C10_CUDA_LIBRARY c10_cuda PATHS ${LIBTORCH_ROOT}/lib NO_DEFAULT_PATH NO_CACHE)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(LibTorch
    REQUIRED_VARS LIBTORCH_INCLUDE_DIR LIBTORCH_LIBRARY LIBTORCH_CPU_LIBRARY LIBTORCH_C10_LIBRARY
    REASON_FAILURE_MESSAGE "Run packaging/setup, or set SELVEDGE_LIBTORCH to a folder with include/ and lib/")

if(LibTorch_FOUND AND NOT TARGET LibTorch::LibTorch)
    add_library(LibTorch::LibTorch INTERFACE IMPORTED)
    set_target_properties(LibTorch::LibTorch PROPERTIES
        INTERFACE_INCLUDE_DIRECTORIES
            "${LIBTORCH_INCLUDE_DIR};${LIBTORCH_INCLUDE_DIR}/torch/csrc/api/include")
    # The CUDA libraries register their kernels when loaded: nothing refers to them by name.
    set(libraries ${LIBTORCH_LIBRARY} ${LIBTORCH_CPU_LIBRARY} ${LIBTORCH_C10_LIBRARY})
    if(LIBTORCH_CUDA_LIBRARY)
        list(APPEND libraries ${LIBTORCH_CUDA_LIBRARY} ${LIBTORCH_C10_CUDA_LIBRARY})
    endif()
    target_link_libraries(LibTorch::LibTorch INTERFACE
        -Wl,--push-state,--no-as-needed ${libraries} -Wl,--pop-state)
endif()
