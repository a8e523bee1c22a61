#include "tests/bench/evaluation_set.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <numbers>
#include <random>
#include <string>
#include <vector>

#include "dataset/format/atomic_file.h"
#include "dataset/mask/text_forms.h"

namespace selvedge {

namespace {

// An ellipse with three waves around its edge.
struct Shape {
    double x = 0, y = 0, radiusX = 0, radiusY = 0, wave = 0, phase = 0;
};

struct Object {
    std::size_t category = 0;
    Shape shape;
    std::vector<std::size_t> attributes;
    bool crowd = false;
};

class Maker {
public:
    Maker(const std::filesystem::path& folder, const EvaluationSetShape& shape)
        : m_shape(shape),
          m_random(shape.seed),
          m_truth(folder / "truth.json"),
          m_results(folder / "results.json") {}

    void make() {
        const std::vector<std::size_t> objects = spread(m_shape.objects);
        const std::vector<std::size_t> detections = spread(m_shape.detections);
        writeLists();
        m_truth.write("\"annotations\":[");
        m_results.write("[");
        for (std::size_t i = 0; i < m_shape.images; ++i) {
            std::vector<Object> drawn;
            for (std::size_t n = 0; n < objects[i]; ++n) {
                drawn.push_back(object(i));
                writeObject(i, drawn.back());
            }
            for (std::size_t n = 0; n < detections[i]; ++n)
                writeDetection(
                    i, drawn.empty() || chance(.5) ? object(i) : near(drawn[below(drawn.size())]));
        }
        m_truth.write("\n]}\n");
        m_results.write("\n]\n");
        m_truth.commit();
        m_results.commit();
    }

private:
    std::size_t below(std::size_t n) { return m_random() % n; }
    double unit() { return double(m_random() >> 11) / double(std::uint64_t{1} << 53); }
    bool chance(double probability) { return unit() < probability; }
    // About normal, with a deviation of 1.
    double around() { return (unit() + unit() + unit() + unit() - 2) * std::sqrt(3.0); }

    int widthOf(std::size_t image) const { return image % 4 == 0 ? 480 : 640; }
    int heightOf(std::size_t image) const { return image % 4 == 0 ? 640 : 480; }

    std::vector<std::size_t> spread(std::size_t count) {
        std::vector<std::size_t> counts(m_shape.images);
        for (std::size_t i = 0; i < count; ++i)
            ++counts[below(counts.size())];
        return counts;
    }

    Object object(std::size_t image) {
        Object object;
        object.category = std::size_t(unit() * unit() * double(m_shape.categories));
        const double size = 10.5 * std::exp(2.6 * unit());  // pixels
        object.shape = {unit() * widthOf(image),    unit() * heightOf(image),
                        size * (.6 + .8 * unit()),  size * (.6 + .8 * unit()),
                        .05 + .2 * unit() * unit(), unit() * 6};
        if (m_shape.attributes > 0)
            for (std::size_t n = below(9); n > 0; --n)
                object.attributes.push_back(below(m_shape.attributes));
        object.crowd = chance(.01);
        return object;
    }

    // A detection of an object: moved, of another size, and sometimes of another category.
    Object near(const Object& object) {
        Object found = object;
        const double error = .02 + .2 * unit() * unit();
        found.shape.x += around() * error * object.shape.radiusX;
        found.shape.y += around() * error * object.shape.radiusY;
        found.shape.radiusX *= 1 + around() * error;
        found.shape.radiusY *= 1 + around() * error;
        found.shape.wave *= .5 + unit();
        if (chance(.1))
            found.category = below(m_shape.categories);
        std::erase_if(found.attributes, [&](std::size_t) { return chance(.15); });
        found.crowd = false;
        return found;
    }

    RleMask mask(std::size_t image, const Shape& shape) {
        constexpr int kCorners = 40;
        std::vector<double> ring;
        for (int i = 0; i < kCorners; ++i) {
            const double angle = 2 * std::numbers::pi * i / kCorners;
            const double far = 1 + shape.wave * std::sin(3 * angle + shape.phase);
            ring.push_back(shape.x + shape.radiusX * far * std::cos(angle));
            ring.push_back(shape.y + shape.radiusY * far * std::sin(angle));
        }
        return maskFromPolygons(std::array{ring}, widthOf(image), heightOf(image));
    }

    void writeLists() {
        const auto entries = [&](const char* name, const char* what, std::size_t count,
                                 std::size_t firstId) {
            std::string text = "\"" + std::string(name) + "\":[";
            for (std::size_t i = 0; i < count; ++i)
                text += (i ? ",{\"id\":" : "{\"id\":") + std::to_string(firstId + i) +
                        ",\"name\":\"" + what + " " + std::to_string(i) +
                        "\",\"supercategory\":\"all\"}";
            m_truth.write(text + "],\n");
        };
        m_truth.write("{");
        entries("categories", "category", m_shape.categories, 1);
        entries("attributes", "attribute", m_shape.attributes, 0);
        m_truth.write("\"images\":[");
        for (std::size_t i = 0; i < m_shape.images; ++i)
            m_truth.write((i ? ",\n{\"id\":" : "\n{\"id\":") + std::to_string(i + 1) +
                          ",\"width\":" + std::to_string(widthOf(i)) +
                          ",\"height\":" + std::to_string(heightOf(i)) + ",\"file_name\":\"" +
                          std::to_string(i + 1) + ".jpg\"}");
        m_truth.write("],\n");
    }

    static std::string decimals(double number, int digits) {
        char text[64];
        std::snprintf(text, sizeof text, "%.*f", digits, number);
        return text;
    }

    // The members that ground truth and results share.
    std::string members(std::size_t image, const Object& object, const RleMask& mask) {
        const IntBox tight = mask.cocoBox();
        std::array<double, 4> box{double(tight.x), double(tight.y), double(tight.width),
                                  double(tight.height)};
        std::string text = "\"image_id\":" + std::to_string(image + 1) +
                           ",\"category_id\":" + std::to_string(object.category + 1) +
                           ",\"bbox\":[";
        for (std::size_t i = 0; i < box.size(); ++i)
            text += (i ? "," : "") + decimals(box[i] + unit() * .9, 2);
        text += "],\"segmentation\":{\"size\":[" + std::to_string(mask.height()) + "," +
                std::to_string(mask.width()) + "],\"counts\":\"";
        for (const char c : toCocoRle(mask)) {
            if (c == '\\')
                text += '\\';
            text += c;
        }
        return text + "\"}";
    }

    static std::string list(const char* name, const std::vector<std::string>& values) {
        std::string text = ",\"" + std::string(name) + "\":[";
        for (std::size_t i = 0; i < values.size(); ++i)
            text += (i ? "," : "") + values[i];
        return text + "]";
    }

    void writeObject(std::size_t image, const Object& object) {
        const RleMask drawn = mask(image, object.shape);
        std::string text = m_annotations == 0 ? "\n{\"id\":" : ",\n{\"id\":";
        text += std::to_string(++m_annotations) + ",";
        text += members(image, object, drawn);
        text += ",\"area\":" + std::to_string(drawn.area()) +
                ",\"iscrowd\":" + (object.crowd ? "1" : "0");
        if (m_shape.attributes > 0) {
            std::vector<std::string> ids;
            for (const std::size_t attribute : object.attributes)
                ids.push_back(std::to_string(attribute));
            text += list("attribute_ids", ids);
        }
        m_truth.write(text + "}");
    }

    void writeDetection(std::size_t image, const Object& object) {
        std::string text = m_anyResult ? ",\n{" : "\n{";
        m_anyResult = true;
        text += members(image, object, mask(image, object.shape));
        text += ",\"score\":" + decimals(1 - std::sqrt(unit()), 6);
        if (m_shape.attributes > 0) {
            std::vector<std::string> ids, scores;
            for (const std::size_t attribute : object.attributes) {
                ids.push_back(std::to_string(attribute));
                scores.push_back(decimals(.3 + .7 * unit(), 4));
            }
            for (int n = 0; n < 6; ++n) {
                ids.push_back(std::to_string(below(m_shape.attributes)));
                scores.push_back(decimals(.01 + .6 * unit() * unit(), 4));
            }
            text += list("attribute_ids", ids) + list("attribute_scores", scores);
        }
        m_results.write(text + "}");
    }

    const EvaluationSetShape m_shape;
    std::mt19937_64 m_random;
    AtomicFile m_truth, m_results;
    std::size_t m_annotations = 0;
    bool m_anyResult = false;
};

}  // namespace

void writeEvaluationSet(const std::filesystem::path& folder, const EvaluationSetShape& shape) {
    Maker(folder, shape).make();
}

}  // namespace selvedge
