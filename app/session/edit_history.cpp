#include "app/session/edit_history.h"

#include <algorithm>
#include <set>
#include <utility>

#include "app/session/edit_notice.h"
#include "app/session/session.h"
#include "app/session/short_path.h"
#include "app/session/step_clock.h"
#include "app/tasks/project_sources.h"
#include "dataset/error.h"

namespace selvedge {

namespace {

// More images than these are matched again by a job, not before the edit is shown.
constexpr std::size_t kMostMatchedAtOnce = 100;

bool sameObjects(const ObjectTable& a, const ObjectTable& b, ImageIndex image) {
    const auto left = a.objectsOf(image), right = b.objectsOf(image);
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [&](ObjectIndex one, ObjectIndex other) {
                          return a.rowId[one] == b.rowId[other] &&
                                 a.category[one] == b.category[other] &&
                                 a.area[one] == b.area[other] && a.box[one] == b.box[other] &&
                                 std::ranges::equal(a.attributesOf(one), b.attributesOf(other));
                      });
}

std::vector<ImageIndex> changedImages(const ObjectTable& a, const ObjectTable& b) {
    std::vector<ImageIndex> images;
    for (ImageIndex image = 0; image < b.images.size(); ++image) {
        if (a.images[image].width != b.images[image].width ||
            a.images[image].height != b.images[image].height || !sameObjects(a, b, image))
            images.push_back(image);
    }
    return images;
}

// All steps down to `step`, the newest first.
std::vector<HistoryStep> historyFrom(const Project& project, std::int64_t step) {
    std::vector<HistoryStep> steps;
    do {
        const auto more =
            project.history(UndoStacks::kMostSteps, steps.empty() ? 0 : steps.back().id);
        if (more.empty())
            break;
        steps.insert(steps.end(), more.begin(), more.end());
    } while (steps.back().id > step);
    return steps;
}

std::int64_t lastStep(const Project& project) {
    const auto steps = project.history(1);
    return steps.empty() ? 0 : steps.front().id;
}

std::map<ImageIndex, std::shared_ptr<const ImageCell>> matchedAgain(
    const std::shared_ptr<Project>& project, const PredictionSet& predictions,
    const std::vector<ImageIndex>& images, const TableOptions& options) {
    std::map<ImageIndex, std::shared_ptr<const ImageCell>> cells;
    const ProjectGroundTruth truths(project, images);
    for (std::size_t i = 0; i < images.size(); ++i) {
        const GroundTruthImage truth = truths.image(i);
        const auto found = predictions.images.find(truth.id);
        cells[images[i]] = makeCell(
            truth, found == predictions.images.end() ? std::vector<Detection>() : found->second,
            options);
    }
    return cells;
}

// Another try may help: not where the edit itself makes no sense.
bool isOfTheDisk(ErrorKind kind) {
    return kind != ErrorKind::Unsupported && kind != ErrorKind::NotFound &&
           kind != ErrorKind::BadFormat;
}

QString wordsOf(const UndoStacks::Entry* entry) {
    return entry ? QString::fromStdString(entry->words) : QString();
}

}  // namespace

EditHistory::EditHistory(Session& session) : m_session(session) {
    m_writer.setMaxThreadCount(1);
    connect(&session, &Session::projectChanged, this, &EditHistory::projectChanged);
}

EditHistory::~EditHistory() {
    m_writer.waitForDone();
}

QString EditHistory::refusal() const {
    if (!m_project)
        return tr("No dataset is open.");
    return withShortPath(QString::fromStdString(m_project->readOnlyReason()), m_project->path());
}

bool EditHistory::canEdit() const {
    return m_project && !m_project->readOnly();
}

void EditHistory::projectChanged() {
    if (m_project == m_session.project())
        return;
    m_project = m_session.project();
    m_stacks = std::make_shared<UndoStacks>();
    m_marks = m_session.marks();
    m_state = {};
    m_savedAt = {};
    start([](Project& project, UndoStacks& stacks) { stacks.takeJournal(project); }, false);
}

void EditHistory::apply(StepMaker make) {
    queue([make = std::move(make)](Project& project, UndoStacks& stacks) {
        project.apply(make(*project.objects(), *project.marks()));
        stacks.takeJournal(project);
    });
}

void EditHistory::apply(EditStep step) {
    apply([step = std::move(step)](const ObjectTable&, const Marks&) { return step; });
}

void EditHistory::applyAndTell(StepMaker make) {
    struct Told {
        QString notice;
        std::int64_t step = 0;
    };
    const auto told = std::make_shared<Told>();  // written by the writing thread before `done`
    const auto command = [make = std::move(make), told](Project& project, UndoStacks& stacks) {
        const std::int64_t before = lastStep(project);
        const EditStep step = make(*project.objects(), *project.marks());
        project.apply(step);
        stacks.takeJournal(project);
        if (const std::int64_t now = lastStep(project); now != before)
            *told = {editNotice(step), now};
    };
    queue(command, [this, told] {
        if (!told->notice.isEmpty())
            tell(told->notice, told->step);
    });
}

void EditHistory::tell(const QString& notice, std::int64_t step) {
    const auto takeBack = [this, step, project = std::weak_ptr(m_project)] {
        if (project.lock() != m_project)
            return;
        queue([step](Project& written, UndoStacks& stacks) {
            const auto steps = historyFrom(written, step);
            const bool stands = std::ranges::any_of(steps, [step](const HistoryStep& entry) {
                return entry.id == step && !entry.undone;
            });
            if (stands)
                written.undo(step);
            stacks.takeJournal(written);
        });
    };
    m_told = notice;
    m_session.post({Message::Kind::Info, notice, tr("Undo"), takeBack});
}

void EditHistory::undo() {
    queue([](Project& project, UndoStacks& stacks) { stacks.undo(project); });
}

void EditHistory::redo() {
    queue([](Project& project, UndoStacks& stacks) { stacks.redo(project); });
}

void EditHistory::revert(std::int64_t step) {
    queue([step](Project& project, UndoStacks& stacks) {
        std::int64_t target = step;
        for (const HistoryStep& entry : historyFrom(project, step)) {
            if (entry.undoes == step && !entry.undone)
                target = entry.id;
        }
        project.undo(target);
        stacks.takeJournal(project);
    });
}

void EditHistory::undoAfter(std::int64_t step) {
    queue([step](Project& project, UndoStacks& stacks) {
        try {
            for (const HistoryStep& entry : historyFrom(project, step)) {
                if (entry.id > step && entry.undoes == 0 && !entry.undone)
                    project.undo(entry.id);
            }
        } catch (...) {
            stacks.takeJournal(project);  // those that went before stand
            throw;
        }
        stacks.takeJournal(project);
    });
}

void EditHistory::noticeSteps() {
    start([](Project& project, UndoStacks& stacks) { stacks.takeJournal(project); }, false);
}

void EditHistory::change(SavedKind kind, const std::string& words,
                         std::function<SavedChange(const std::vector<SavedEntry>&)> make) {
    queue([kind, words, make = std::move(make)](Project& project, UndoStacks& stacks) {
        SavedChange change = make(project.saved(kind));
        change.kind = kind;
        if (change.before == change.after)
            return;
        change.make(project);
        stacks.take(change, words);
    });
}

namespace {

std::optional<SavedEntry> entryNamed(const std::vector<SavedEntry>& entries,
                                     const std::string& name) {
    const auto it = std::find_if(entries.begin(), entries.end(),
                                 [&](const SavedEntry& entry) { return entry.name == name; });
    return it == entries.end() ? std::nullopt : std::optional(*it);
}

}  // namespace

void EditHistory::saveView(const SavedEntry& view) {
    change(SavedKind::View, tr("view %1").arg(QString::fromStdString(view.name)).toStdString(),
           [view](const std::vector<SavedEntry>& entries) {
               return SavedChange{SavedKind::View, entryNamed(entries, view.name), view};
           });
}

void EditHistory::renameView(const std::string& from, const std::string& to) {
    change(SavedKind::View,
           tr("name of the view %1").arg(QString::fromStdString(from)).toStdString(),
           [from, to](const std::vector<SavedEntry>& entries) {
               const auto before = entryNamed(entries, from);
               if (!before)
                   return SavedChange{};
               return SavedChange{SavedKind::View, before, SavedEntry{to, before->value}};
           });
}

void EditHistory::removeView(const std::string& name) {
    change(SavedKind::View,
           tr("removal of the view %1").arg(QString::fromStdString(name)).toStdString(),
           [name](const std::vector<SavedEntry>& entries) {
               return SavedChange{SavedKind::View, entryNamed(entries, name), {}};
           });
}

void EditHistory::queue(Command command, Done done) {
    if (const QString why = refusal(); !why.isEmpty()) {
        m_session.post({Message::Kind::Warning, why, {}, {}});
        Q_EMIT refused();
        return;
    }
    start(std::move(command), true, std::move(done));
}

void EditHistory::start(Command command, bool writes, Done done) {
    if (!m_project)
        return;
    ++m_pending;
    const auto work = [project = m_project, stacks = m_stacks, command, time = nextStepTime(),
                       shown = m_session.objects(),
                       // What was measured stays true by matching the edited images again.
                       predictions = m_session.matchTable() ? m_session.predictions() : nullptr,
                       options = m_session.matchTable() ? m_session.matchTable()->options
                                                        : TableOptions{}] {
        Outcome outcome;
        try {
            stacks->setTime(time);
            command(*project, *stacks);
        } catch (const Error& e) {
            outcome.fault = QString::fromUtf8(e.what());
            outcome.mayRepeat = isOfTheDisk(e.kind());
        } catch (const std::exception& e) {
            outcome.fault = QString::fromUtf8(e.what());
        }
        // Also after a fault: something else may have been written before.
        try {
            outcome.marks = project->marks();
            outcome.undone = stacks->takeUndone();
            const UndoStacks::Entry *undo = stacks->nextUndo(), *redo = stacks->nextRedo();
            outcome.state = {wordsOf(undo), wordsOf(redo), undo ? undo->at : 0,
                             redo ? redo->undoneAt : 0, project->saved(SavedKind::View)};
            Edited& edited = outcome.edited;
            edited.objects = project->objects();
            if (edited.objects != shown)
                edited.images = changedImages(*shown, *edited.objects);
            edited.predictions = predictions;
            if (predictions && edited.images.size() <= kMostMatchedAtOnce)
                edited.cells = matchedAgain(project, *predictions, edited.images, options);
        } catch (const std::exception& e) {
            outcome.fault = QString::fromUtf8(e.what());
        }
        return outcome;
    };
    m_writer.start([this, project = m_project, work, command, writes, done] {
        QMetaObject::invokeMethod(
            this,
            [this, project, outcome = work(), command, writes, done] {
                --m_pending;
                if (!outcome.fault.isEmpty())
                    sayFault(outcome, command);
                deliver(project, outcome, writes);
                if (writes && project == m_project && !m_told.isEmpty())
                    Q_EMIT outdated(std::exchange(m_told, {}));
                if (done && outcome.fault.isEmpty() && project == m_project)
                    done();
            },
            Qt::QueuedConnection);
    });
    Q_EMIT changed();
}

void EditHistory::sayFault(const Outcome& outcome, const Command& command) {
    Message message{Message::Kind::Error, tr("Not changed: %1").arg(outcome.fault), {}, {}};
    if (outcome.mayRepeat) {
        message.action = tr("Try again");
        message.onAction = [this, command, project = std::weak_ptr(m_project)] {
            if (project.lock() == m_project)
                queue(command);
        };
    }
    m_session.post(message);
}

void EditHistory::deliver(const std::shared_ptr<Project>& project, const Outcome& outcome,
                          bool writes) {
    if (project == m_project) {
        m_state = outcome.state;
        if (writes)
            m_savedAt = outcome.fault.isEmpty() ? QTime::currentTime() : QTime();
        if (outcome.edited.objects)
            m_session.takeEdited(outcome.edited);
        if (outcome.marks && std::exchange(m_marks, outcome.marks) != outcome.marks)
            Q_EMIT m_session.marksChanged();
        for (const std::int64_t step : outcome.undone)
            Q_EMIT undone(step);
        Q_EMIT stepsChanged();
        if (!outcome.fault.isEmpty())
            Q_EMIT refused();
    }
    Q_EMIT changed();
}

}  // namespace selvedge
