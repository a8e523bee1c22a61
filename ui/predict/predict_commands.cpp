#include "ui/predict/predict_commands.h"

#include <QFileInfo>
#include <algorithm>

#include "app/session/devices.h"
#include "app/tasks/run_predictions.h"
#include "dataset/project/photo_folder.h"
#include "ui/browse/browse_export.h"
#include "ui/parts/action_registry.h"

namespace selvedge {

namespace {

// The weights that a run is of: its last checkpoint, else those that made its predictions.
std::optional<PredictDialog::Network> networkOf(const RunInfo& run) {
    const QString name = QString::fromStdString(run.name);
    if (run.checkpoint) {
        PredictDialog::Network network{PredictDialog::tr("%1, step %2").arg(name).arg(run.steps),
                                       requestWith(*run.checkpoint)};
        network.request.name = name;
        return network;
    }
    const auto how = howPredicted(run.predictedBy);
    std::error_code absent;
    if (!how || !std::filesystem::exists(how->weights, absent))
        return {};
    PredictDialog::Network network{QString::fromStdString(how->weights.filename().string()),
                                   requestWith(how->weights)};
    network.request.network = how->network;
    return network;
}

std::vector<ImageIndex> imagesOf(const Session& session, Split split) {
    std::vector<ImageIndex> images;
    const auto marks = session.marks();
    for (ImageIndex image = 0; marks && image < session.objects()->images.size(); ++image) {
        if (marks->ofImage(image).split == split)
            images.push_back(image);
    }
    return images;
}

}  // namespace

PredictCommands::PredictCommands(Session& session, ActionRegistry& registry,
                                 const BrowseExport& chosen, QWidget* window)
    : QObject(window),
      m_session(session),
      m_registry(registry),
      m_chosen(chosen),
      m_window(window) {
    inspect = [](const PredictRequest& request) {
        Engine& network = engine();
        network.prepareThread();
        WeightReport report = network.inspectWeights(request.weights, request.network);
        // As people call it.
        for (const BackboneInfo& backbone : network.backbones()) {
            if (report.fit && report.fit->network == backbone.name)
                report.fit->network = backbone.title;
        }
        return report;
    };
    const QString menu = tr("Run");
    registry.add({QLatin1String(kPredict), menu, tr("Predict…"), QStringLiteral("tools-wizard"),
                  QKeySequence(Qt::CTRL | Qt::Key_P)},
                 [this] { open(); });
    registry.add({QLatin1String(kPredictHere), menu, tr("Predict here"),
                  QStringLiteral("tools-wizard"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_P)},
                 [this] { predictHere(); });
    for (auto signal : {&Session::projectChanged, &Session::runsChanged,
                        &Session::predictionsChanged, &Session::currentImageChanged})
        connect(&session, signal, this, &PredictCommands::refresh);
    refresh();
}

void PredictCommands::refresh() {
    m_registry.action(QLatin1String(kPredictHere))->setEnabled(m_session.hereRequest().has_value());
}

bool PredictCommands::looksLikeWeights(const QString& path) {
    const QString suffix = QFileInfo(path).suffix().toLower();
    return QFileInfo(path).isFile() &&
           QStringList{QStringLiteral("safetensors"), QStringLiteral("pth"), QStringLiteral("pt"),
                       QStringLiteral("pkl")}
               .contains(suffix);
}

PredictDialog::Offer PredictCommands::offer() const {
    PredictDialog::Offer offer;
    offer.hasProject = m_session.project() != nullptr;
    offer.projectName = m_session.projectName();
    offer.devices = knownDevices();
    for (const RunInfo& run : m_session.runs()) {
        const auto network = networkOf(run);
        const bool known =
            network && std::any_of(offer.networks.begin(), offer.networks.end(),
                                   [&](const PredictDialog::Network& one) {
                                       return one.request.weights == network->request.weights;
                                   });
        if (!network || known)
            continue;
        // What was just trained; else what is looked at; else the newest.
        const QString name = QString::fromStdString(run.name);
        const bool fresh =
            name == m_session.trainingRun() && !m_session.training() && !run.predictions;
        if (fresh || (name == m_session.currentRun() && offer.network == 0))
            offer.network = offer.networks.size();
        offer.networks.push_back(*network);
    }
    if (!offer.hasProject)
        return offer;
    offer.selection = std::int64_t(m_chosen.imagesOf(ExportDialog::What::Selection).size());
    offer.filter = std::int64_t(m_chosen.imagesOf(ExportDialog::What::Filter).size());
    offer.all = std::int64_t(m_session.objects()->images.size());
    for (const Split split : {Split::Train, Split::Validation, Split::Test})
        offer.splits[std::size_t(split) - 1] = std::int64_t(imagesOf(m_session, split).size());
    return offer;
}

QString PredictCommands::targetOf(const PredictRequest& request) const {
    if (!m_session.project())
        return {};
    const RunToPredict target = runToPredictInto(
        m_session.project()->runsFolder(), m_session.runs(),
        {request.weights, request.options, request.network}, request.name.toStdString(), false);
    const QString name = QString::fromStdString(target.run.name);
    return target.isNew             ? tr("Makes the run %1.").arg(name)
           : target.run.predictions ? tr("Adds to the run %1 what it does not have yet.").arg(name)
                                    : tr("Becomes the predictions of the run %1.").arg(name);
}

PredictDialog* PredictCommands::makeDialog() {
    PredictDialog::Asking asking;
    asking.weights = askWeights;
    asking.photos = askPhotos;
    asking.inspect = inspect;
    asking.count = [](const std::filesystem::path& folder) {
        return std::int64_t(photosIn(folder).size());
    };
    asking.target = [this](const PredictRequest& request) { return targetOf(request); };
    auto* dialog = new PredictDialog(offer(), std::move(asking), m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    // The images of then are of another project's table.
    connect(&m_session, &Session::projectChanged, dialog, &QDialog::reject);
    connect(dialog, &QDialog::accepted, this, [this, dialog] { run(*dialog); });
    return dialog;
}

void PredictCommands::open() {
    makeDialog()->open();
}

void PredictCommands::openWith(const std::filesystem::path& weights) {
    PredictDialog* dialog = m_window->findChild<PredictDialog*>();
    if (!dialog || !dialog->isVisible()) {
        dialog = makeDialog();
        dialog->open();
    }
    dialog->setWeights(weights);
}

void PredictCommands::run(const PredictDialog& dialog) {
    PredictRequest request = dialog.request();
    switch (dialog.which()) {
        case PredictDialog::Which::Photos:
            m_session.predictPhotos(dialog.photos(), request);
            return;
        case PredictDialog::Which::Selection:
            request.images = m_chosen.imagesOf(ExportDialog::What::Selection);
            break;
        case PredictDialog::Which::Filter:
            request.images = m_chosen.imagesOf(ExportDialog::What::Filter);
            break;
        case PredictDialog::Which::Split:
            request.images = imagesOf(m_session, dialog.split());
            break;
        case PredictDialog::Which::All:
            break;
    }
    m_session.predict(request);
}

void PredictCommands::predictHere() {
    if (const auto request = m_session.hereRequest())
        m_session.predict(*request);
}

}  // namespace selvedge
