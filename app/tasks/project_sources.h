#pragma once

#include <memory>
#include <vector>

#include "dataset/project/project.h"
#include "model/engine.h"
#include "model/evaluation/ground_truth.h"

namespace selvedge {

// The picture of an image. Throws Error: not in the folder, not readable, of another size than its
// masks.
Image readPicture(const Project& project, const ImageRow& row);

// The project's pictures and objects as training samples: a snapshot taken now. Images without
// objects or without a file are left out (`missing` counts the latter).
class ProjectSamples : public SampleSource {
public:
    // `images` empty: all of them. `limit` > 0: the first so many.
    explicit ProjectSamples(std::shared_ptr<Project> project, std::vector<ImageIndex> images = {},
                            std::size_t limit = 0);
    std::size_t size() const override { return m_images.size(); }
    TrainingSample load(std::size_t index) const override;
    // Of the objects of these pictures, from the table alone.
    std::optional<LabelCounts> labelCounts() const override;
    std::size_t missing() const { return m_missing; }

private:
    std::shared_ptr<Project> m_project;
    std::shared_ptr<const ObjectTable> m_table;
    std::vector<ImageIndex> m_images;
    std::size_t m_missing = 0;
};

// The project's objects as ground truth; masks are read when asked for. Areas are the masks', and
// there are no crowds: what a COCO file says of those is not kept.
class ProjectGroundTruth : public GroundTruthSource {
public:
    // `images` empty: all of them.
    explicit ProjectGroundTruth(std::shared_ptr<Project> project,
                                std::vector<ImageIndex> images = {});
    std::size_t size() const override { return m_images.size(); }
    std::string imageId(std::size_t index) const override;
    GroundTruthImage image(std::size_t index) const override;
    std::shared_ptr<const Catalog> catalog() const override { return m_project->catalog(); }
    std::optional<ImageSize> imageSize(std::size_t index) const override;
    // Where numbers are other than those of the COCO file that the project was made from.
    std::vector<RowIssue> issues() const override;

private:
    std::shared_ptr<Project> m_project;
    std::shared_ptr<const ObjectTable> m_table;
    std::vector<ImageIndex> m_images;
};

}  // namespace selvedge
