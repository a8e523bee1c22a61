#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace selvedge {

// A file in a zip archive as torch.save writes it (APPNOTE.TXT 6.3,
// caffe2/serialize/inline_container of PyTorch): stored, not compressed, so its bytes are a part of
// the archive's.
struct ZipEntry {
    std::string_view name;  // of the archive's bytes
    std::span<const std::byte> data;
};

// The files of an archive, zip64 or not, in the order of its directory; folders are left out. Names
// are never used as paths, and those that would leave a folder ("..", "/...", "C:...", "\\") are
// refused, as are compressed and encrypted entries (so nothing grows), names given twice, entries
// that overlap, directories that lie outside the file, archives in several parts, and more than
// 200,000 entries. Sums (CRC-32) are not checked, as torch.load does not. Throws Error, the
// sentence without the path.
std::vector<ZipEntry> readZip(std::span<const std::byte> archive);

}  // namespace selvedge
