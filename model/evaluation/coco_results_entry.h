#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "dataset/format/json_pieces.h"
#include "model/evaluation/coco_results.h"

// One entry of a COCO results file. Not for other folders.

namespace selvedge {

struct ResultsEntry {
    bool isObject = false;
    bool hasBox = false;  // `bbox` is a list and not empty, usable or not
    std::string imageId;
    std::optional<Detection> detection;  // none: it cannot be used
    // Why not, or what of it was left out, with its place in the file.
    std::optional<RowIssue> issue;
    bool isOddScore = false;  // outside [0, 1]
    bool isOddSize = false;   // the mask is not of its image's size
};

class ResultsEntryReader {
public:
    ResultsEntryReader(const Catalog& catalog,
                       const std::map<std::int64_t, std::string>& imageIdOfNumber,
                       const ImageSizeLookup& sizeOf)
        : m_catalog(catalog), m_imageIdOfNumber(imageIdOfNumber), m_sizeOf(sizeOf) {}

    // From any number of threads.
    ResultsEntry read(const JsonPiece& piece) const;

private:
    struct Raw;
    std::string parse(const nlohmann::json& entry, Raw& raw) const;
    std::string lookUp(Raw& raw, Detection& detection) const;
    std::string addAttributes(Raw& raw, std::vector<AttributeScore>& attributes) const;
    std::string addMask(Raw& raw, ResultsEntry& out, Detection& detection) const;

    const Catalog& m_catalog;
    const std::map<std::int64_t, std::string>& m_imageIdOfNumber;
    const ImageSizeLookup& m_sizeOf;
};

}  // namespace selvedge
