// TrainConfig and NetworkConfig as JSON: one list of fields each, read in both directions.
#include <cctype>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>
#include <type_traits>

#include "dataset/error.h"
#include "model/config_names.h"
#include "model/engine.h"

namespace selvedge {

namespace {

using Json = nlohmann::ordered_json;

struct Range {
    double least, most;
};

constexpr double kMostSteps = 100'000'000;

// The fields of a config in the order of the file; `visit(key, field, range)`, the range for
// numbers.
template <typename Config, typename Visit>
void visitNetwork(Config& config, Visit&& visit) {
    visit("backbone", config.backbone);
    visit("flavour", config.flavour);
    visit("batchNorm", config.batchNorm);
    visit("freezeAt", config.freezeAt, Range{-1, 5});
    visit("categories", config.categories, Range{1, 65535});
    visit("attributes", config.attributes, Range{1, 65535});
    visit("minSize", config.minSize, Range{32, 4096});
    visit("maxSize", config.maxSize, Range{32, 8192});
    visit("attributesPerCategory", config.attributesPerCategory);
    visit("attributeLayers", config.attributeLayers, Range{1, 3});
    visit("attributeFeatures", config.attributeFeatures);
    visit("attributeConvs", config.attributeConvs, Range{0, 8});
    visit("attributeNone", config.attributeNone);
    visit("attributesByRawId", config.attributesByRawId);
    visit("attributeColumns", config.attributeColumns, Range{0, 65535});
    visit("attributeMask", config.attributeMask);
}

template <typename Config, typename Visit>
void visitTraining(Config& config, Visit&& visit) {
    visit("network", config.network);
    visit("steps", config.steps, Range{1, kMostSteps});
    visit("imagesPerStep", config.imagesPerStep, Range{1, 1024});
    visit("learningRate", config.learningRate, Range{1e-9, 10});
    visit("warmupSteps", config.warmupSteps, Range{0, kMostSteps});
    visit("dropAt", config.dropAt);
    visit("momentum", config.momentum, Range{0, 0.9999});
    visit("nesterov", config.nesterov);
    visit("weightDecay", config.weightDecay, Range{0, 1});
    visit("gradientClip", config.gradientClip, Range{0, 1e6});
    visit("attributeLoss", config.attributeLoss);
    visit("focalAlpha", config.focalAlpha, Range{0, 1});
    visit("focalGamma", config.focalGamma, Range{0, 10});
    visit("attributeLossWeight", config.attributeLossWeight, Range{0, 1000});
    visit("aslGammaPositive", config.aslGammaPositive, Range{0, 10});
    visit("aslGammaNegative", config.aslGammaNegative, Range{0, 10});
    visit("aslMargin", config.aslMargin, Range{0, 0.5});
    visit("balanceAlpha", config.balanceAlpha, Range{0, 10});
    visit("balanceBeta", config.balanceBeta, Range{0, 1000});
    visit("balanceMu", config.balanceMu, Range{0, 10});
    visit("balanceLambda", config.balanceLambda, Range{0.1, 100});
    visit("balanceKappa", config.balanceKappa, Range{0, 10});
    visit("classBalance", config.classBalance, Range{0, 0.999999});
    visit("hardNegatives", config.hardNegatives, Range{0, 65535});
    visit("attributelessObjects", config.attributelessObjects);
    visit("attributelessWeight", config.attributelessWeight, Range{0, 1});
    visit("attributeBackground", config.attributeBackground);
    visit("attributeBias", config.attributeBias);
    visit("flipProbability", config.flipProbability, Range{0, 1});
    visit("roisPerImage", config.roisPerImage, Range{1, 4096});
    visit("anchorsPerImage", config.anchorsPerImage, Range{1, 65536});
    visit("checkpointEvery", config.checkpointEvery, Range{1, kMostSteps});
    visit("seed", config.seed);
    visit("device", config.device);
    visit("startFrom", config.startFrom);
    visit("resume", config.resume);
}

[[noreturn]] void bad(const std::string& sentence) {
    throw Error(ErrorKind::BadFormat, sentence);
}

// 0.00025 as "0.00025", 4096 as "4096".
std::string numberText(double value) {
    return value == std::floor(value) && std::abs(value) < 1e15
               ? std::to_string(static_cast<long long>(value))
               : Json(value).dump();
}

std::string excerpt(const Json& value) {
    const std::string text = value.dump(-1, ' ', false, Json::error_handler_t::replace);
    return text.size() <= 40 ? text : text.substr(0, 37) + "...";
}

template <typename Enum, std::size_t N>
std::string nameOf(const std::pair<Enum, const char*> (&names)[N], Enum value) {
    for (const auto& [known, name] : names) {
        if (known == value)
            return name;
    }
    throw Error(ErrorKind::Internal, "value " + std::to_string(int(value)) + " has no name");
}

template <typename Enum, std::size_t N>
Enum valueNamed(const std::pair<Enum, const char*> (&names)[N], const std::string& what,
                const std::string& wanted) {
    std::string list;
    for (const auto& [value, name] : names) {
        if (wanted == name)
            return value;
        list += std::string(list.empty() ? "" : ", ") + name;
    }
    bad(what + " \"" + wanted + "\" is not known; there are: " + list);
}

Json networkJson(const NetworkConfig& config);

struct Writer {
    Json json = Json::object();

    void operator()(const char* key, const NetworkConfig& value) { json[key] = networkJson(value); }
    void operator()(const char* key, const std::filesystem::path& value) {
        json[key] = value.string();
    }
    template <typename T>
    void operator()(const char* key, const T& value, Range = {}) {
        if constexpr (requires { namesOf(value); })
            json[key] = nameOf(namesOf(value), value);
        else
            json[key] = value;
    }
};

Json networkJson(const NetworkConfig& config) {
    Writer writer;
    visitNetwork(config, writer);
    return writer.json;
}

std::string textOf(const Json& json) {
    try {
        return json.dump(2);
    } catch (const Json::exception&) {  // only a path can be other than UTF-8
        bad("startFrom is not UTF-8; give the file another name");
    }
}

NetworkConfig networkFrom(const Json& json, const std::string& prefix);

// Reads the fields that are there; those that are not keep their default. finish() refuses the
// rest.
class Reader {
public:
    Reader(const Json& json, std::string prefix) : m_json(json), m_prefix(std::move(prefix)) {
        if (!json.is_object())
            bad((m_prefix.empty() ? "The configuration" : m_prefix.substr(0, m_prefix.size() - 1)) +
                " must be an object in braces, not " + excerpt(json));
    }

    template <typename Enum>
    requires requires(Enum e) { namesOf(e); }
    void operator()(const char* key, Enum& field) {
        if (const Json* value = find(key))
            field = valueNamed(namesOf(field), name(key), text(key, *value));
    }
    void operator()(const char* key, NetworkConfig& field) {
        if (const Json* value = find(key))
            field = networkFrom(*value, name(key) + ".");
    }
    void operator()(const char* key, std::string& field) {
        if (const Json* value = find(key))
            field = text(key, *value);
    }
    void operator()(const char* key, std::filesystem::path& field) {
        if (const Json* value = find(key))
            field = text(key, *value);
    }
    void operator()(const char* key, bool& field) {
        if (const Json* value = find(key)) {
            if (!value->is_boolean())
                wrong(key, "true or false", *value);
            field = value->get<bool>();
        }
    }
    void operator()(const char* key, std::uint64_t& field) {
        if (const Json* value = find(key)) {
            if (!value->is_number_unsigned())
                wrong(key, "a whole number from 0 to 18446744073709551615", *value);
            field = value->get<std::uint64_t>();
        }
    }
    void operator()(const char* key, int& field, Range range) {
        if (const Json* value = find(key))
            field = whole(key, *value, range);
    }
    void operator()(const char* key, double& field, Range range) {
        const Json* value = find(key);
        if (!value)
            return;
        const double number = value->is_number() ? value->get<double>() : std::nan("");
        if (!(number >= range.least && number <= range.most))
            wrong(key, "a number from " + between(range), *value);
        field = number;
    }
    void operator()(const char* key, std::vector<int>& field) {
        const Json* value = find(key);
        if (!value)
            return;
        if (!value->is_array())
            wrong(key, "a list of steps in brackets", *value);
        field.clear();
        for (const Json& step : *value) {
            field.push_back(whole(key, step, {1, kMostSteps}));
            if (field.size() > 1 && field[field.size() - 2] >= field.back())
                wrong(key, "rising step numbers", *value);
        }
    }

    // Different whole numbers, in any order.
    void operator()(const char* key, std::vector<int>& field, Range range) {
        const Json* value = find(key);
        if (!value)
            return;
        if (!value->is_array())
            wrong(key, "a list of numbers in brackets", *value);
        field.clear();
        for (const Json& number : *value)
            field.push_back(whole(key, number, range));
        if (std::set(field.begin(), field.end()).size() != field.size())
            wrong(key, "a list without repetition", *value);
    }

    void finish() const {
        for (const auto& item : m_json.items()) {
            if (!m_known.contains(item.key()))
                bad("\"" + m_prefix + item.key() + "\" is not a setting of this version");
        }
    }

private:
    const Json* find(const char* key) {
        m_known.insert(key);
        const auto found = m_json.find(key);
        return found == m_json.end() ? nullptr : &*found;
    }
    std::string name(const char* key) const { return m_prefix + key; }
    [[noreturn]] void wrong(const char* key, const std::string& wanted, const Json& value) const {
        bad(name(key) + " must be " + wanted + ", not " + excerpt(value));
    }
    std::string text(const char* key, const Json& value) const {
        if (!value.is_string())
            wrong(key, "a text in quotes", value);
        return value.get<std::string>();
    }
    int whole(const char* key, const Json& value, Range range) const {
        const double number = value.is_number_integer() ? value.get<double>() : std::nan("");
        if (!(number >= range.least && number <= range.most))
            wrong(key, "a whole number from " + between(range), value);
        return value.get<int>();
    }
    static std::string between(Range range) {
        return numberText(range.least) + " to " + numberText(range.most);
    }

    const Json& m_json;
    std::string m_prefix;  // "network." inside it, for messages
    std::set<std::string> m_known;
};

void refuse(const std::vector<SettingFault>& faults) {
    if (!faults.empty())
        bad(faults.front().key + ": " + faults.front().sentence);
}

bool isShortName(const std::string& name) {
    constexpr const char* kAllowed = "abcdefghijklmnopqrstuvwxyz0123456789-";
    return !name.empty() && name.size() <= 32 &&
           name.find_first_not_of(kAllowed) == std::string::npos;
}

NetworkConfig networkFrom(const Json& json, const std::string& prefix) {
    NetworkConfig config;
    Reader reader(json, prefix);
    visitNetwork(config, reader);
    reader.finish();
    if (!isShortName(config.backbone))
        bad(prefix +
            "backbone must be a short name of small letters and digits, like \"r50\", not " +
            excerpt(Json(config.backbone)));
    if (config.minSize > config.maxSize)
        bad(prefix + "minSize (" + std::to_string(config.minSize) + ") must not be above " +
            prefix + "maxSize (" + std::to_string(config.maxSize) + ")");
    refuse(attributeFaults(config));
    return config;
}

Json parsed(const std::string& text) {
    try {
        return Json::parse(text);
    } catch (const Json::exception& error) {
        bad(std::string("The configuration is not JSON: ") + error.what());
    }
}

bool isDevice(const std::string& device) {
    if (device == "auto" || device == "cpu")
        return true;
    const bool gpu = device.starts_with("cuda:") && device.size() >= 6 && device.size() <= 8;
    return gpu && device.find_first_not_of("0123456789", 5) == std::string::npos;
}

}  // namespace

std::string toJson(const NetworkConfig& config) {
    return textOf(networkJson(config));
}

std::string toJson(const TrainConfig& config) {
    Writer writer;
    visitTraining(config, writer);
    return textOf(writer.json);
}

NetworkConfig networkConfigFromJson(const std::string& text) {
    return networkFrom(parsed(text), "");
}

std::string differences(const NetworkConfig& one, const NetworkConfig& other) {
    const Json ours = networkJson(one), theirs = networkJson(other);
    std::string text;
    for (const auto& [key, value] : ours.items()) {
        if (value != theirs.at(key))
            text += (text.empty() ? "" : ", ") + key + " " + value.dump() + " and not " +
                    theirs.at(key).dump();
    }
    return text;
}

TrainConfig trainConfigFromJson(const std::string& text) {
    const Json json = parsed(text);
    TrainConfig config;
    Reader reader(json, "");
    visitTraining(config, reader);
    reader.finish();
    if (!isDevice(config.device))
        bad("device must be auto, cpu or cuda:<number>, not " + excerpt(Json(config.device)));
    refuse(attributeFaults(config));
    return config;
}

}  // namespace selvedge
