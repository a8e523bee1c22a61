#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <list>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "dataset/catalog.h"
#include "dataset/doctor/finding.h"
#include "dataset/mask/rle_mask.h"

namespace selvedge {

// A copy of a clean data set (train.csv, label_descriptions.json, images/) with faults of nearly
// every kind put in, each in an image of its own, and what a repair should make of it. The pictures
// are hard links where they can be, and the few damaged ones new files.
class DamagedSet {
public:
    DamagedSet(const std::filesystem::path& clean, const std::filesystem::path& target,
               std::uint64_t seed);

    struct Fault {
        doctor::FindingKind kind{};
        std::uint64_t line = 0;  // 0: of the image
        std::string image;
    };
    const std::vector<Fault>& faults() const { return m_faults; }
    std::filesystem::path csv() const { return m_target / "train.csv"; }
    std::string damaged() const;   // the CSV's content
    std::string repaired() const;  // with every repair done

private:
    struct Line {
        std::string imageId;
        RleMask mask;
        int category = 0;
        std::vector<int> attributes;
        std::string damaged;                  // text
        std::optional<std::string> repaired;  // nothing: the repair takes it away
        std::vector<doctor::FindingKind> kinds;
    };
    using Place = std::list<Line>::iterator;

    void read(const std::filesystem::path& csv);
    void copyPictures(const std::filesystem::path& from);
    void spoilRuns();
    void spoilFields();
    void spoilSizes();
    void spoilMasks();
    void spoilObjects();
    void spoilAttributes();
    void spoilPictures();
    void number();

    // A shoe of an image that has no fault yet, and not the image's first row: what loses it loses
    // nothing else.
    Place shoe();
    // A line that `fits`, of an image without a fault.
    Place lineWhere(const std::function<bool(Place)>& fits);
    std::string untouchedImage();
    std::vector<Place> linesOf(const std::string& imageId);
    std::string text(const Line& line, const std::string& runs, int width, int height, int category,
                     const std::string& attributes) const;
    std::string text(const Line& line) const;
    // `repairs`: the repair brings the line back as it was; else it stays damaged.
    void spoil(Place line, doctor::FindingKind kind, const std::string& damaged, bool repairs);
    void spoilMask(Place line, doctor::FindingKind kind, const RleMask& mask, bool repairs);
    void add(Place after, doctor::FindingKind kind, const std::string& text, bool repairs);
    void ofImage(doctor::FindingKind kind, const std::string& imageId);
    std::filesystem::path picture(const std::string& imageId) const;

    std::filesystem::path m_target;
    std::mt19937_64 m_random;
    std::string m_header;
    Catalog m_catalog;
    std::list<Line> m_lines;
    std::map<std::string, int> m_orderOf;  // of images
    std::set<std::string> m_touched;       // images
    std::vector<Fault> m_faults;
};

}  // namespace selvedge
