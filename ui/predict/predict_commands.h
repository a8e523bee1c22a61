#pragma once

#include <QObject>
#include <functional>

#include "app/session/session.h"
#include "ui/predict/predict_dialog.h"

class QWidget;

namespace selvedge {

class ActionRegistry;
class BrowseExport;

// The commands that let a network predict: asked for in a dialog, or of the image in view at once.
// GUI thread.
class PredictCommands : public QObject {
    Q_OBJECT

public:
    static constexpr char kPredict[] = "run.predict";
    static constexpr char kPredictHere[] = "run.predictHere";

    // `chosen` says which images the page has selected and found.
    PredictCommands(Session& session, ActionRegistry& registry, const BrowseExport& chosen,
                    QWidget* window);
    // Ask for a path; empty: the person changed their mind.
    std::function<QString()> askWeights, askPhotos;
    // Looks into weights; tests put their own in.
    std::function<WeightReport(const PredictRequest&)> inspect;

    void open();
    void openWith(const std::filesystem::path& weights);  // that was dropped, for one
    void predictHere();
    // By its name: what else it is says the engine.
    static bool looksLikeWeights(const QString& path);

private:
    PredictDialog* makeDialog();
    PredictDialog::Offer offer() const;
    QString targetOf(const PredictRequest& request) const;
    void run(const PredictDialog& dialog);
    void refresh();

    Session& m_session;
    ActionRegistry& m_registry;
    const BrowseExport& m_chosen;
    QWidget* m_window;
};

}  // namespace selvedge
