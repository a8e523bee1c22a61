#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/evaluation/match_table.h"

namespace selvedge {

// Which thresholds of F1 of the attributes stand beside the ten of IoU, .50 .. .95.
enum class Pairs {
    None,      // IoU alone (COCOeval)
    Diagonal,  // threshold t of IoU with threshold t of F1 (the paper, inferred from its tables)
    Fixed,     // one of F1 for all: Protocol::fixedF1
    Grid       // each with each: 10 x 10 (fp_eval, Kaggle 2020)
};

// F1 of a detection's attributes P and an object's T, of the N that the catalog has.
enum class F1Kind {
    Set,          // 2 |T & P| / (|T| + |P|); both empty: 1 (Kaggle and the paper, assumed)
    BinaryMacro,  // the mean of F1 of "has it" and F1 of "has it not" over the N, where either has
                  // any (scikit-learn's macro F1, fp_eval's default); one right of ten passes .5
    BinaryMicro   // the share of the N that agree (scikit-learn's micro F1, an option of fp_eval)
};

// Objects without attributes, in categories that have them.
enum class WithoutAttributes {
    MustBeEmpty,  // as the others: F1 with the empty set (fp_eval)
    Full,         // F1 is 1, whatever is predicted (Kaggle: "if the ground truth has attributes")
    Ignored  // neither found nor missed where F1 is asked, and so is a detection that takes one
};

// Which categories ask for F1. The others are matched and measured as in COCOeval, and stand as
// they are beside those with F1.
enum class AttributeCategories {
    All,
    Fashionpedia,   // raw ids 0-12, 28, 29, 31, 32, 33: written into fp_eval, whatever the data has
    WithAttributes  // by data: those of which an object has one
};

// Which free object a detection takes, of those that reach both thresholds.
enum class Choice {
    HighestIou,  // F1 is a gate and does not rank; of equal IoU the last in the file; a crowd may
                 // be taken often (COCOeval)
    BothRise     // in file order, an object replaces the one before when neither its IoU nor its F1
                 // is less; none is taken twice, a crowd neither. Also where F1 is off (fp_eval)
};

// How categories weigh in a mean over a grid.
enum class Weights {
    Equal,           // each once: the mean over its F1 thresholds first
    EachF1Threshold  // a category with F1 once a threshold of F1, the others once: 10 * 18 + 28 =
                     // 208 columns (fp_eval)
};

enum class Compare {
    AtLeast,  // >= min(t, 1 - 1e-10) (COCOeval, fp_eval)
    Above     // > t (Kaggle's text)
};

// Which metric: the options of the known ones, each of its own. METHOD 1.1 and 1.3 - 1.5 say where
// they are from.
struct Protocol {
    std::string name = "coco";  // as protocolNamed() knows it
    IouType iouType = IouType::Mask;
    // The area that puts an unmatched detection into small, medium or large: of its box, or of its
    // mask. COCOeval.loadRes takes the box for masks too where the file's first result has one
    // (LoadedPredictions::boxesGiven), and the mask for boxes too where not; detectron2 and mmdet
    // take the mask for segm.
    bool detectionAreaFromBox = false;

    Pairs pairs = Pairs::None;
    double fixedF1 = 0.5;
    F1Kind f1 = F1Kind::Set;
    WithoutAttributes withoutAttributes = WithoutAttributes::Full;
    AttributeCategories attributeCategories = AttributeCategories::All;
    Choice choice = Choice::HighestIou;
    Weights weights = Weights::Equal;
    Compare compare = Compare::AtLeast;
    // Set: average precision over recall, and average recall, a category. Else objects that nobody
    // found cost nothing, so that there is no recall: TP / (TP + FP) of an image over all its
    // categories, mean over the pairs of thresholds, mean over images (Kaggle 2020). Then there are
    // no sizes, and `weights` is not asked. An image with objects and without detections counts 0
    // (assumed), one without both not at all.
    bool missesCount = true;

    // So many detections of an image, the best of all categories, before anything else counts; 0:
    // no such limit. With one, OperatingPoint::maxDetections is not asked. (LVIS: 300)
    int detectionsPerImage = 0;
    // LVIS: a category is measured in an image only where the image has objects of it, or says that
    // it has none; detections without an object are left out where it says that not all are
    // annotated (SearchedCategories; images that say nothing have all). Then the report has LVIS's
    // metrics: lvis.h.
    bool federated = false;
    // An object with annotation id 0 is missed though a detection takes it, and the detection is
    // false: pycocotools and fp_eval use ids as booleans. For numbers equal to theirs on such a
    // file; by default such an object counts as the others. Verdicts do not ask.
    bool idZeroIsNone = false;

    bool operator==(const Protocol&) const = default;

    // pycocotools' COCOeval with its default parameters (METHOD 1.1), to the last bit, with one
    // more difference: AP is also given when maxDets ends with another number than 100.
    static Protocol coco(IouType iouType = IouType::Mask, bool detectionAreaFromBox = false);
    // COCOeval, once as it is (AP ...), and once with F1 (f1AP ...). The paper says "IoU and F1
    // score pairs ... above the respective thresholds" and no more; read here as (METHOD 1.5) pairs
    // on the diagonal, so that f1AP50 = (.5, .5), f1AP75 = (.75, .75); F1 of sets; 1 for objects
    // without attributes; >= for both; categories equal. A detection that fails on F1 leaves the
    // object to a later one, and is false. Crowds and objects of other sizes, which only make a
    // detection ignored, ask for F1 alike (inferred).
    static Protocol paper(IouType iouType = IouType::Mask, bool detectionAreaFromBox = false);
    // fp_eval of KMnP/fashionpedia-api (METHOD 1.3), every printed value to 1e-12. In three blocks:
    // with both, with IoU alone, and with F1 alone, where any object of the category is near
    // enough.
    static Protocol fashionpedia(IouType iouType = IouType::Mask,
                                 bool detectionAreaFromBox = false);
    // iMaterialist (Fashion) 2020 at FGVC7 (METHOD 1.4), by its text: the scorer is unpublished.
    static Protocol kaggle2020(IouType iouType = IouType::Mask, bool detectionAreaFromBox = false);
    // LVISEval of lvis-dataset/lvis-api (METHOD 1.7): COCOeval with 300 detections an image over
    // all categories, on federated annotation.
    static Protocol lvis(IouType iouType = IouType::Mask, bool detectionAreaFromBox = false);
};

// "coco", "paper", "fashionpedia", "kaggle2020", "lvis".
std::optional<Protocol> protocolNamed(std::string_view name);
// Sets one option by protocolJson's words: pairs, fixed_f1, f1, without_attributes,
// attribute_categories, weights, compare, id_zero_is_none. Throws Error(BadFormat) that lists what
// there is; Unsupported for pairs that the protocol cannot have.
void setOption(Protocol& protocol, std::string_view option, const std::string& value);
// Every option by a word, for files: {"pairs":"diagonal",…}.
std::string protocolJson(const Protocol& protocol);

}  // namespace selvedge
