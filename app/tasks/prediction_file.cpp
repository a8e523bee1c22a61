#include "app/tasks/prediction_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>

#include "dataset/error.h"
#include "dataset/format/atomic_file.h"
#include "dataset/format/small_file.h"
#include "model/evaluation/coco_results.h"

namespace selvedge {

namespace {

constexpr std::chrono::seconds kKeepEvery{5};
constexpr std::uint64_t kLargestState = 1u << 30;

}  // namespace

PredictionFile::PredictionFile(PredictionLock lock, std::string key, const Catalog& catalog,
                               std::map<std::string, std::int64_t> numberOfImageId, bool extend)
    : m_lock(std::move(lock)),
      m_target(m_lock.target()),
      m_key(std::move(key)),
      m_catalog(catalog),
      m_numberOfImageId(std::move(numberOfImageId)),
      m_kept(std::chrono::steady_clock::now()) {
    m_file = ::open(part().c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (m_file < 0)
        fail("opened");
    resume();
    if (::ftruncate(m_file, off_t(m_bytes)) != 0 || ::lseek(m_file, 0, SEEK_END) < 0)
        fail("written");
    if (m_bytes == 0 && extend)
        copyTarget();
    else if (m_bytes == 0)
        write("[\n");
}

PredictionFile::~PredictionFile() {
    if (m_file < 0)
        return;
    if (m_images == 0) {
        discard();
        return;
    }
    try {
        keep();
    } catch (const Error&) {
        // What was kept before still is.
    }
    ::close(m_file);
}

std::filesystem::path PredictionFile::part() const {
    return m_target.string() + ".part";
}

std::filesystem::path PredictionFile::state() const {
    return m_target.string() + ".part.json";
}

void PredictionFile::fail(const char* doing) const {
    throw Error(ErrorKind::NotWritable,
                part().string() + " cannot be " + doing + ": " + std::strerror(errno));
}

// A state that cannot be read, or says more than the part has, is as none.
void PredictionFile::resume() {
    std::error_code none;
    if (!std::filesystem::exists(state(), none))
        return;
    try {
        const auto json = nlohmann::json::parse(readSmallFile(state(), kLargestState, "a state"));
        const auto bytes = json.at("bytes").get<std::uint64_t>();
        if (json.at("key").get<std::string>() != m_key ||
            bytes > std::filesystem::file_size(part()))
            return;
        m_images = json.at("images").get<std::size_t>();
        m_detections = json.at("detections").get<std::uint64_t>();
        m_isFirst = json.at("first").get<bool>();
        m_unusable = json.at("unusable").get<std::vector<std::string>>();
        m_bytes = bytes;
    } catch (const std::exception&) {
        m_images = 0;
        m_detections = 0;
        m_isFirst = true;
        m_unusable.clear();
    }
}

// All but its end: "\n]\n" behind an entry, "]\n" where there is none.
void PredictionFile::copyTarget() {
    constexpr std::string_view kEmpty = "[\n]\n", kEnd = "\n]\n";
    std::error_code error;
    std::uint64_t left = std::filesystem::file_size(m_target, error);
    std::ifstream in(m_target, std::ios::binary);
    m_isFirst = left == kEmpty.size();
    left -= std::min<std::uint64_t>(left, m_isFirst ? 2 : kEnd.size());
    std::string block(std::size_t{1} << 20, '\0');
    while (left > 0 && in) {
        in.read(block.data(), std::streamsize(std::min<std::uint64_t>(left, block.size())));
        write(block.substr(0, std::size_t(in.gcount())));
        left -= std::uint64_t(in.gcount());
    }
    if (error || left > 0 || !in)
        throw Error(ErrorKind::Unreadable, "Cannot read " + m_target.string());
}

void PredictionFile::write(const std::string& text) {
    for (std::size_t done = 0; done < text.size();) {
        const ssize_t written = ::write(m_file, text.data() + done, text.size() - done);
        if (written < 0 && errno != EINTR)
            fail("written");
        done += written > 0 ? std::size_t(written) : 0;
    }
    m_bytes += text.size();
}

void PredictionFile::add(const std::string& imageId, const std::vector<Detection>& detections) {
    std::string text;
    appendCocoResults(text, imageId, detections, m_catalog, m_numberOfImageId, m_isFirst);
    write(text);
    ++m_images;
    m_detections += detections.size();
    keepNowAndThen();
}

void PredictionFile::addUnusable(const std::string& imageId) {
    m_unusable.push_back(imageId);
    ++m_images;
    keepNowAndThen();
}

void PredictionFile::keepNowAndThen() {
    if (std::chrono::steady_clock::now() - m_kept > kKeepEvery)
        keep();
}

// The part first: the state never says more than is there.
void PredictionFile::keep() {
    if (::fdatasync(m_file) != 0)
        fail("written");
    writeFileAtomically(state(),
                        nlohmann::json{{"key", m_key},
                                       {"images", m_images},
                                       {"detections", m_detections},
                                       {"unusable", m_unusable},
                                       {"bytes", m_bytes},
                                       {"first", m_isFirst}}
                            .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    m_kept = std::chrono::steady_clock::now();
}

void PredictionFile::commit(const std::function<void(std::uint64_t bytes)>& before) {
    write(m_isFirst ? "]\n" : "\n]\n");
    if (::fdatasync(m_file) != 0)
        fail("written");
    ::close(std::exchange(m_file, -1));
    if (before)
        before(m_bytes);
    renameDurably(part(), m_target);
    std::error_code gone;
    std::filesystem::remove(state(), gone);
}

void PredictionFile::discard() {
    ::close(std::exchange(m_file, -1));
    std::error_code gone;
    std::filesystem::remove(state(), gone);
    std::filesystem::remove(part(), gone);
}

}  // namespace selvedge
