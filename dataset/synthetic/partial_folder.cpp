#include "dataset/synthetic/partial_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "dataset/error.h"

namespace selvedge {

namespace fs = std::filesystem;

namespace {

// The set in `folder` was drawn here, and nobody put another train.csv into it.
bool isDrawn(const fs::path& folder) {
    std::ifstream file(folder / kDrawnMark);
    const auto mark = nlohmann::json::parse(file, nullptr, false);
    if (!mark.is_object() || !mark.contains("csv_bytes"))
        return false;
    std::error_code absent;
    const std::uint64_t bytes = fs::file_size(folder / "train.csv", absent);
    return absent || mark["csv_bytes"] == bytes;
}

// Nothing but a drawn set is replaced.
void refuseOthers(const fs::path& out) {
    std::error_code error;
    if (!fs::exists(out, error))
        return;
    if (!fs::is_directory(out, error))
        throw Error(ErrorKind::NotWritable, out.string() + " is a file, not a folder");
    if (fs::is_empty(out, error) || isDrawn(out))
        return;
    throw Error(ErrorKind::NotWritable,
                out.string() +
                    (error ? " cannot be read: " + error.message()
                           : " holds files that were not drawn by synthesize and is left as it is; "
                             "name an empty or a new folder"));
}

// What programs that were killed left of drawing `out`: NAME.PROCESS-NUMBER.partial, not locked.
void removeAbandoned(const fs::path& out) {
    static const std::string kSuffix = ".partial";
    const std::string begin = out.filename().string() + ".";
    std::error_code error;
    const fs::path parent = out.has_parent_path() ? out.parent_path() : fs::path(".");
    std::vector<fs::path> abandoned;
    for (fs::directory_iterator entry(parent, error), end; !error && entry != end;
         entry.increment(error)) {
        const std::string name = entry->path().filename().string();
        if (name.starts_with(begin) && name.ends_with(kSuffix) &&
            name.size() > begin.size() + kSuffix.size() &&
            name.find_first_not_of("0123456789-", begin.size()) == name.size() - kSuffix.size())
            abandoned.push_back(entry->path());
    }
    for (const fs::path& folder : abandoned) {
        std::error_code ignored;
        const FolderLock lock(folder);
        if (lock.isHeld())
            fs::remove_all(folder, ignored);
    }
}

}  // namespace

void createFolder(const fs::path& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error)
        throw Error(ErrorKind::NotWritable,
                    folder.string() + " cannot be created: " + error.message());
}

FolderLock::FolderLock(const fs::path& folder)
    : m_file(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)) {
    m_held = m_file >= 0 && ::flock(m_file, LOCK_EX | LOCK_NB) == 0;
    m_lost = m_file < 0 || (!m_held && errno == EWOULDBLOCK);
}

FolderLock::~FolderLock() {
    if (m_file >= 0)
        ::close(m_file);
}

PartialFolder::PartialFolder(const fs::path& out) : m_out(out) {
    if (m_out.filename().empty())
        m_out = m_out.parent_path();
    refuseOthers(m_out);
    if (m_out.has_parent_path())
        createFolder(m_out.parent_path());
    removeAbandoned(m_out);
    std::error_code error;
    for (int i = 1; !error; ++i) {
        m_partial = m_out.string() + "." + std::to_string(::getpid()) + "-" + std::to_string(i) +
                    ".partial";
        if (!fs::create_directory(m_partial, error))
            continue;  // there is one already
        m_lock.emplace(m_partial);
        if (m_lock->isLost())
            continue;  // taken for abandoned before it was locked
        m_unfinished.emplace(m_partial);
        return;
    }
    throw Error(ErrorKind::NotWritable,
                m_partial.string() + " cannot be created: " + error.message());
}

PartialFolder::~PartialFolder() {
    std::error_code ignored;
    fs::remove_all(m_partial, ignored);
}

void PartialFolder::commit() {
    refuseOthers(m_out);  // what came there meanwhile, too
    std::error_code error;
    if (!fs::exists(m_out)) {
        fs::rename(m_partial, m_out, error);
    } else {
        if (fs::exists(m_partial / "images")) {
            createFolder(m_out / "images");
            for (const auto& entry : fs::directory_iterator(m_partial / "images")) {
                if (!error)
                    fs::rename(entry.path(), m_out / "images" / entry.path().filename(), error);
            }
        }
        for (const char* name : {"label_descriptions.json", kDrawnMark, "train.csv"}) {
            if (!error)
                fs::rename(m_partial / name, m_out / name, error);
        }
    }
    if (error)
        throw Error(ErrorKind::NotWritable,
                    m_out.string() + " cannot be written: " + error.message());
}

}  // namespace selvedge
