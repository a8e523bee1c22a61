#pragma once

#include <QString>
#include <memory>
#include <unordered_map>

#include "dataset/project/project.h"
#include "model/detection.h"

class QTimer;

namespace selvedge {

// A run that a job is making, as the window sees it. GUI thread.
struct ArrivingRun {
    std::shared_ptr<Project> project;
    QString name;
    QString before;                             // the current run that it takes the place of
    std::shared_ptr<const PredictionSet> base;  // what it had; partial, perhaps of no image
    // What has arrived: of each image a set of its own, so that nothing grows under a reader.
    std::unordered_map<ImageIndex, std::shared_ptr<const PredictionSet>> images;
    std::vector<ImageIndex> untold;    // that have arrived since predictionsArrived()
    QTimer* pause = nullptr;           // after that; the session's, while it arrives
    std::size_t there = 0, total = 0;  // images of the job
    std::unordered_map<std::string, ImageIndex> imageOf;
};

}  // namespace selvedge
