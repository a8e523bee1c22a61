#include "model/network/weights/safetensors_header.h"

#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <unordered_set>
#include <utility>

#include "dataset/error.h"

namespace selvedge {

namespace {

using nlohmann::json;

// Each callback is one token; m_place says where in the format it stands.
class HeaderReader : public nlohmann::json_sax<json> {
public:
    SafetensorsHeader header;

    bool start_object(std::size_t) override {
        switch (m_place) {
            case Place::Outside:
                m_place = Place::Names;
                return true;
            case Place::Value:
                m_place = m_key == "__metadata__" ? Place::Metadata : Place::Tensor;
                if (m_place == Place::Tensor) {
                    header.entries.push_back({m_key, Dtype::F32, {}, 0, 0});
                    m_hasDtype = m_hasShape = false;
                    m_offsets.reset();
                }
                return true;
            default:
                unexpected("an object");
        }
    }
    bool key(std::string& text) override {
        if (m_place == Place::Names) {
            if (!m_names.insert(text).second)
                fail("\"" + text + "\" is there twice");
            m_place = Place::Value;
        }
        m_key = text;
        return true;
    }
    bool end_object() override {
        if (m_place == Place::Tensor)
            finishTensor();
        m_place = m_place == Place::Names ? Place::Outside : Place::Names;
        return true;
    }

    bool string(std::string& text) override {
        if (m_place == Place::Metadata) {
            header.metadata[m_key] = text;
            return true;
        }
        if (m_place != Place::Tensor || m_key != "dtype")
            unexpected("a text");
        const std::optional<Dtype> dtype = dtypeNamed(text);
        if (!dtype)
            throw Error(ErrorKind::Unsupported, "tensor \"" + tensor().name + "\" has the dtype " +
                                                    text + ", which this program does not read");
        tensor().dtype = *dtype;
        m_hasDtype = true;
        return true;
    }
    bool start_array(std::size_t) override {
        if (m_place != Place::Tensor || (m_key != "shape" && m_key != "data_offsets"))
            unexpected("a list");
        m_place = m_key == "shape" ? Place::Shape : Place::Offsets;
        if (m_place == Place::Shape) {
            tensor().shape.clear();
            m_hasShape = true;
        } else {
            m_offsets.emplace();
        }
        return true;
    }
    bool number_unsigned(number_unsigned_t value) override {
        if (m_place == Place::Shape && tensor().shape.size() < kMostDimensions &&
            value <= std::uint64_t(std::numeric_limits<std::int64_t>::max()))
            tensor().shape.push_back(static_cast<std::int64_t>(value));
        else if (m_place == Place::Offsets && m_offsets->size() < 2)
            m_offsets->push_back(value);
        else
            unexpected("a number");
        return true;
    }
    bool end_array() override {
        m_place = Place::Tensor;
        return true;
    }

    bool null() override { unexpected("null"); }
    bool boolean(bool) override { unexpected("true or false"); }
    bool number_integer(number_integer_t) override { unexpected("a negative number"); }
    bool number_float(number_float_t, const std::string&) override { unexpected("a fraction"); }
    bool binary(binary_t&) override { unexpected("binary data"); }
    bool parse_error(std::size_t position, const std::string&, const json::exception&) override {
        fail("it is not JSON at byte " + std::to_string(position));
    }

private:
    enum class Place { Outside, Names, Value, Metadata, Tensor, Shape, Offsets };

    [[noreturn]] static void fail(const std::string& what) {
        throw Error(ErrorKind::BadFormat, what);
    }
    [[noreturn]] void unexpected(const std::string& what) const {
        fail(what + " stands where the format has none" +
             (m_key.empty() ? "" : " (at \"" + m_key.substr(0, 80) + "\")"));
    }
    SafetensorsEntry& tensor() { return header.entries.back(); }

    void finishTensor() {
        if (!m_hasDtype || !m_hasShape || !m_offsets || m_offsets->size() != 2)
            fail("tensor \"" + tensor().name + "\" lacks dtype, shape or data_offsets");
        tensor().begin = m_offsets->front();
        tensor().end = m_offsets->back();
    }

    Place m_place = Place::Outside;
    std::string m_key;
    std::unordered_set<std::string> m_names;
    bool m_hasDtype = false, m_hasShape = false;
    std::optional<std::vector<std::uint64_t>> m_offsets;
};

}  // namespace

SafetensorsHeader parseSafetensorsHeader(std::string_view text) {
    if (!text.starts_with('{'))
        throw Error(ErrorKind::BadFormat, "it does not begin with {");
    HeaderReader reader;
    json::sax_parse(text, &reader);
    return std::move(reader.header);
}

}  // namespace selvedge
