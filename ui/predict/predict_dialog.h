#pragma once

#include <QDialog>
#include <QStringList>
#include <array>
#include <functional>
#include <optional>
#include <vector>

#include "app/session/predict_request.h"
#include "dataset/project/marks.h"
#include "ui/predict/network_words.h"

class QButtonGroup;
class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QPushButton;
class QSpinBox;

namespace selvedge {

class TintedLabel;

// With which network, of which images and how to predict: asked in one place, with answers that
// suffice as they stand. Weight files are looked into on a worker. GUI thread.
class PredictDialog : public QDialog {
    Q_OBJECT

public:
    enum class Which { Selection, Filter, Split, All, Photos };
    struct Network {
        QString title;           // for people
        PredictRequest request;  // weights and name
    };
    struct Offer {
        std::vector<Network> networks;  // latest first
        std::size_t network = 0;        // chosen at first
        bool hasProject = true;         // else only photos can be predicted
        QString projectName;
        // Images; none cannot be chosen. Splits: train, validation, test.
        std::int64_t selection = 0, filter = 0, all = 0;
        std::array<std::int64_t, 3> splits{};
        QStringList devices;  // "auto", "cpu", "cuda:0"
    };
    // Behind functions, so that tests answer.
    struct Asking {
        std::function<QString()> weights, photos;  // empty: the person changed their mind
        // Of the weights, as the network that is asked for. Any thread; throws.
        std::function<WeightReport(const PredictRequest&)> inspect;
        std::function<std::int64_t(const std::filesystem::path&)> count;  // photos; likewise
        // Where the result goes: "adds to the run tiny-1".
        std::function<QString(const PredictRequest&)> target;
    };
    PredictDialog(Offer offer, Asking asking, QWidget* parent);

    void setWeights(const std::filesystem::path& file);  // adds and chooses it
    void choose(Which which);
    PredictRequest request() const;  // without images
    Which which() const;
    Split split() const;
    QString photos() const { return m_photos; }
    QPushButton* goButton() const { return m_go; }
    QString networkText() const;
    bool isSettled() const { return m_reading == 0; }

    void accept() override;

private:
    QWidget* makeNetworkPart();
    QWidget* makeImagesPart();
    QWidget* makeHowPart();
    void addRow(QFormLayout& form, Which which, const QString& word, QWidget* value);
    void choosePhotos();
    void inspect();
    void say(const NetworkWords& words);
    void refresh();
    std::int64_t countOf(Which which) const;

    Offer m_offer;
    Asking m_asking;
    QComboBox* m_network;
    QPushButton* m_fileButton;
    TintedLabel* m_about;
    QButtonGroup* m_which;
    QComboBox* m_split;
    TintedLabel* m_splitCount;
    QPushButton* m_photosButton;
    TintedLabel* m_photosCount;
    QComboBox* m_device;
    QComboBox* m_looks;
    QCheckBox* m_tiles;
    QSpinBox* m_tile;
    TintedLabel* m_target;
    QPushButton* m_go;
    NetworkWords m_words;
    bool m_isKnown = false;  // the chosen network: m_words are of it
    QString m_photos;        // folder
    std::int64_t m_photoCount = -1;
    int m_reading = 0;
    std::uint64_t m_generation = 0;  // against stale answers about weights
};

}  // namespace selvedge
