#pragma once

#include <QProcess>
#include <QtTest>
#include <cstring>
#include <deque>
#include <memory>
#include <nlohmann/json.hpp>

#include "model/network/weights/safetensors.h"

namespace selvedge {

// SELVEDGE_PYTHON, else the interpreter that set-up puts into the cache.
inline QString peerPython() {
    const QString named = qEnvironmentVariable("SELVEDGE_PYTHON");
    if (!named.isEmpty())
        return named;
    const QString home = qEnvironmentVariable("XDG_CACHE_HOME", QDir::homePath() + "/.cache");
    return qEnvironmentVariable("SELVEDGE_CACHE", home + "/selvedge") + "/python/bin/python";
}

// Cases for torchvision_peer.py or another script of its form, and its answers. Both travel as
// safetensors.
class Peer {
public:
    static bool isThere() {
        QProcess probe;
        probe.start(peerPython(), {"-c", "import torchvision, PIL"});
        return probe.waitForFinished(120000) && probe.exitCode() == 0;
    }

    void addCase(const std::string& name, const nlohmann::json& numbers) {
        m_cases[name] = numbers.dump();
    }
    template <typename T>
    void addTensor(const std::string& name, Dtype dtype, std::vector<std::int64_t> shape,
                   const std::vector<T>& values) {
        const auto* bytes = reinterpret_cast<const std::byte*>(values.data());
        m_bytes.emplace_back(bytes, bytes + values.size() * sizeof(T));
        m_tensors.push_back({name, dtype, std::move(shape), m_bytes.back().data()});
    }

    // False, with the peer's words as a warning, when it failed.
    bool ask(const QString& script = QStringLiteral("torchvision_peer.py")) {
        const QString input = m_folder.filePath("cases.safetensors");
        const QString output = m_folder.filePath("answers.safetensors");
        writeSafetensors(input.toStdString(), m_tensors, m_cases);
        QProcess peer;
        peer.setProcessChannelMode(QProcess::MergedChannels);
        peer.start(peerPython(), {SELVEDGE_SOURCE "/tests/model/network/" + script, input, output});
        if (!peer.waitForFinished(1200000) || peer.exitCode() != 0) {
            qWarning().noquote() << peer.readAll();
            return false;
        }
        m_answers = std::make_unique<SafetensorsFile>(output.toStdString());
        return true;
    }

    const SafetensorsFile& answers() const { return *m_answers; }

    template <typename T>
    std::vector<T> answer(const std::string& name) const {
        const TensorView* view = m_answers->find(name);
        if (!view)
            return {};
        std::vector<T> values(view->bytes() / sizeof(T));
        std::memcpy(values.data(), view->data, view->bytes());
        return values;
    }

private:
    QTemporaryDir m_folder;
    std::map<std::string, std::string> m_cases;
    std::deque<std::vector<std::byte>> m_bytes;
    std::vector<TensorView> m_tensors;
    std::unique_ptr<SafetensorsFile> m_answers;
};

}  // namespace selvedge
