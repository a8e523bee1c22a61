#pragma once

#include <filesystem>
#include <string>

namespace selvedge {

enum class FileFormat {
    Unknown,
    Project,            // of ours
    TruthCsv,           // iMaterialist's, 2019's or 2020's
    SubmissionCsv,      // Kaggle's, predictions without sizes
    CocoTruth,          // COCO's or Fashionpedia's
    CocoResults,        // predictions
    Detectron2Dicts,    // its dataset dicts as JSON
    LabelDescriptions,  // label_descriptions.json
    Image,
    Weights,      // of a network: safetensors or PyTorch's
    TruthFolder,  // with a train.csv or the like
    ImageFolder,  // of pictures alone
};

struct FormatGuess {
    FileFormat format = FileFormat::Unknown;
    // For a person: "an iMaterialist CSV"; of Unknown the path and what was found. What is expected
    // instead says whoever asked.
    std::string words;
    std::filesystem::path file;  // what to read: the path itself, of a TruthFolder the CSV in it
};

// What a file or folder is, from its content, never from its name alone; little of a big file is
// read. Throws Error(NotFound, Unreadable).
FormatGuess guessFormat(const std::filesystem::path& path);

}  // namespace selvedge
