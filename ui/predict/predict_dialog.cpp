#include "ui/predict/predict_dialog.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QPushButton>
#include <QRadioButton>
#include <QSpinBox>
#include <QVBoxLayout>
#include <utility>

#include "ui/evaluate/protocol_choices.h"
#include "ui/parts/background.h"
#include "ui/parts/tinted_label.h"
#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

constexpr int kWidth = 560;
constexpr int kUsualTile = 1600;

constexpr Split kSplits[] = {Split::Train, Split::Validation, Split::Test};

// How often each picture is looked at.
enum class Looks { Once, Mirrored, ManySizes };

TintedLabel* head(const QString& text) {
    auto* label = new TintedLabel(Token::Text, 0, true);
    label->setText(text);
    return label;
}

// A word of explanation below a control.
TintedLabel* note(const QString& text = {}) {
    auto* label = new TintedLabel(Token::Text2, -1);
    label->setText(text);
    label->setWordWrap(true);
    return label;
}

QString deviceName(const QString& device) {
    if (device == QLatin1String("auto"))
        return PredictDialog::tr("Automatic");
    if (device == QLatin1String("cpu"))
        return PredictDialog::tr("Processor (CPU)");
    return PredictDialog::tr("Graphics card (%1)").arg(device);
}

QFormLayout* form(QWidget* part, const QString& title) {
    part->setAccessibleName(title);
    auto* layout = new QFormLayout(part);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setVerticalSpacing(4);
    layout->setHorizontalSpacing(12);
    layout->addRow(head(title));
    return layout;
}

}  // namespace

PredictDialog::PredictDialog(Offer offer, Asking asking, QWidget* parent)
    : QDialog(parent),
      m_offer(std::move(offer)),
      m_asking(std::move(asking)),
      m_network(new QComboBox),
      m_fileButton(new QPushButton(tr("Choose a file…"))),
      m_about(note()),
      m_which(new QButtonGroup(this)),
      m_split(new QComboBox),
      m_splitCount(note()),
      m_photosButton(new QPushButton(tr("Choose…"))),
      m_photosCount(note()),
      m_device(new QComboBox),
      m_looks(new QComboBox),
      m_tiles(new QCheckBox(tr("Also in squares of"))),
      m_tile(new QSpinBox),
      m_target(note()) {
    setWindowTitle(tr("Predict"));
    setAccessibleName(windowTitle());
    setMinimumWidth(kWidth);
    auto* buttons = new QDialogButtonBox;
    m_go = buttons->addButton(tr("Predict"), QDialogButtonBox::AcceptRole);
    m_go->setProperty("primary", true);
    m_go->setDefault(true);
    // Enter is for the other one, wherever the keyboard is.
    buttons->addButton(QDialogButtonBox::Cancel)->setAutoDefault(false);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(12);
    for (QWidget* part : {makeNetworkPart(), makeImagesPart(), makeHowPart()})
        layout->addWidget(part);
    layout->addWidget(m_target);
    layout->addStretch();
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &PredictDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    choose(!m_offer.hasProject                                  ? Which::Photos
           : m_offer.selection > 1                              ? Which::Selection
           : m_offer.filter > 0 && m_offer.filter < m_offer.all ? Which::Filter
                                                                : Which::All);
    inspect();
    if (m_offer.networks.empty())
        m_fileButton->setFocus();
    else
        m_go->setFocus();
}

QWidget* PredictDialog::makeNetworkPart() {
    auto* part = new QWidget;
    QFormLayout* layout = form(part, tr("With"));
    for (const Network& network : m_offer.networks)
        m_network->addItem(network.title);
    m_network->setCurrentIndex(m_offer.networks.empty() ? -1 : int(m_offer.network));
    m_network->setAccessibleName(tr("Network"));
    m_network->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_network->setPlaceholderText(tr("none yet"));
    // Without a network there is nothing else for Enter.
    m_fileButton->setAutoDefault(m_offer.networks.empty());
    m_fileButton->setToolTip(
        tr("Weights of this or another program: .safetensors, .pth, .pt, .pkl"));
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_network, 1);
    row->addWidget(m_fileButton);
    layout->addRow(row);
    layout->addRow(m_about);
    connect(m_network, &QComboBox::currentIndexChanged, this, &PredictDialog::inspect);
    connect(m_fileButton, &QPushButton::clicked, this, [this] {
        const QString chosen = m_asking.weights();
        if (!chosen.isEmpty())
            setWeights(chosen.toStdString());
    });
    return part;
}

void PredictDialog::addRow(QFormLayout& form, Which which, const QString& word, QWidget* value) {
    auto* button = new QRadioButton(word);
    m_which->addButton(button, int(which));
    form.addRow(button, value);
}

QWidget* PredictDialog::makeImagesPart() {
    auto* part = new QWidget;
    QFormLayout* layout = form(part, tr("Of"));
    const auto counted = [](std::int64_t count) { return note(countText(count, "image")); };
    addRow(*layout, Which::Selection, tr("The selection"), counted(m_offer.selection));
    addRow(*layout, Which::Filter, tr("What the filter leaves"), counted(m_offer.filter));
    for (std::size_t i = 0; i < std::size(kSplits); ++i) {
        if (m_offer.splits[i] > 0)
            m_split->addItem(splitName(kSplits[i]), int(kSplits[i]));
    }
    m_split->setAccessibleName(tr("Split"));
    auto* split = new QWidget;
    auto* splitRow = new QHBoxLayout(split);
    splitRow->setContentsMargins(0, 0, 0, 0);
    splitRow->addWidget(m_split);
    splitRow->addWidget(m_splitCount, 1);
    addRow(*layout, Which::Split, tr("A split"), split);
    addRow(*layout, Which::All, tr("All"), counted(m_offer.all));
    auto* photos = new QWidget;
    auto* photosRow = new QHBoxLayout(photos);
    photosRow->setContentsMargins(0, 0, 0, 0);
    photosRow->addWidget(m_photosButton);
    photosRow->addWidget(m_photosCount, 1);
    m_photosButton->setAutoDefault(false);
    m_photosButton->setAccessibleName(tr("Choose a folder of photos"));
    addRow(*layout, Which::Photos, tr("A folder of own photos"), photos);
    for (const Which which : {Which::Selection, Which::Filter, Which::Split, Which::All})
        m_which->button(int(which))->setEnabled(countOf(which) > 0);
    connect(m_which, &QButtonGroup::idToggled, this, &PredictDialog::refresh);
    connect(m_split, &QComboBox::activated, this, [this] { choose(Which::Split); });
    connect(m_split, &QComboBox::currentIndexChanged, this, &PredictDialog::refresh);
    connect(m_photosButton, &QPushButton::clicked, this, &PredictDialog::choosePhotos);
    return part;
}

QWidget* PredictDialog::makeHowPart() {
    auto* part = new QWidget;
    QFormLayout* layout = form(part, tr("How"));
    for (const QString& device : m_offer.devices)
        m_device->addItem(deviceName(device), device);
    m_device->setAccessibleName(tr("Device"));
    layout->addRow(tr("On"), m_device);
    m_looks->addItem(tr("Once"));
    m_looks->addItem(tr("Also mirrored: a little better, twice the work"));
    m_looks->addItem(tr("At nine sizes, each also mirrored: better, some 40 times the work"));
    m_looks->setAccessibleName(tr("How often each picture is looked at"));
    layout->addRow(tr("Each picture"), m_looks);
    m_tile->setRange(256, 20000);
    m_tile->setSingleStep(128);
    m_tile->setValue(kUsualTile);
    m_tile->setSuffix(tr(" pixels"));
    m_tile->setEnabled(false);
    m_tile->setAccessibleName(tr("Edge of the squares"));
    m_tiles->setToolTip(
        tr("Photos with a longer edge are also looked at piece by piece: finds small things."));
    m_tiles->setAccessibleName(tr("Huge photos also in squares"));
    auto* tiles = new QHBoxLayout;
    tiles->setSpacing(8);
    tiles->addWidget(m_tiles);
    tiles->addWidget(m_tile);
    tiles->addWidget(note(tr("finds small things")), 1);
    layout->addRow(tr("Huge photos"), tiles);
    connect(m_tiles, &QCheckBox::toggled, m_tile, &QWidget::setEnabled);
    connect(m_tiles, &QCheckBox::toggled, this, &PredictDialog::refresh);
    connect(m_tile, &QSpinBox::valueChanged, this, &PredictDialog::refresh);
    connect(m_looks, &QComboBox::currentIndexChanged, this, &PredictDialog::refresh);
    return part;
}

void PredictDialog::setWeights(const std::filesystem::path& file) {
    const QString name = QString::fromStdString(file.filename().string());
    m_offer.networks.push_back({name, requestWith(file)});
    m_network->addItem(name);
    m_network->setCurrentIndex(m_network->count() - 1);
    m_fileButton->setAutoDefault(false);
    m_go->setDefault(true);
    m_go->setFocus();
}

void PredictDialog::choose(Which which) {
    m_which->button(int(which))->setChecked(true);
    refresh();
}

PredictDialog::Which PredictDialog::which() const {
    return Which(m_which->checkedId());
}

Split PredictDialog::split() const {
    return Split(m_split->currentData().toInt());
}

QString PredictDialog::networkText() const {
    return m_about->text();
}

PredictRequest PredictDialog::request() const {
    PredictRequest request = m_offer.networks[std::size_t(m_network->currentIndex())].request;
    request.device = m_device->currentData().toString();
    if (Looks(m_looks->currentIndex()) == Looks::Mirrored)
        request.options.scales = {request.network ? request.network->minSize : m_words.minSize};
    else if (Looks(m_looks->currentIndex()) == Looks::ManySizes)
        request.options.scales = defaultScales();
    request.options.tile = m_tiles->isChecked() ? m_tile->value() : 0;
    return request;
}

std::int64_t PredictDialog::countOf(Which which) const {
    if (which == Which::Photos)
        return m_photoCount;
    if (!m_offer.hasProject)
        return 0;
    switch (which) {
        case Which::Selection:
            return m_offer.selection;
        case Which::Filter:
            return m_offer.filter;
        case Which::Split:
            return m_split->count() > 0 ? m_offer.splits[std::size_t(split()) - 1] : 0;
        default:
            return m_offer.all;
    }
}

void PredictDialog::choosePhotos() {
    const QString folder = m_asking.photos();
    if (folder.isEmpty())
        return;
    m_photos = folder;
    m_photoCount = -1;
    m_photosCount->setText(tr("looking into %1…").arg(QFileInfo(folder).fileName()));
    choose(Which::Photos);
    ++m_reading;
    inBackground(
        this,
        [count = m_asking.count, path = std::filesystem::path(folder.toStdString())] {
            try {
                return std::pair(count(path), QString());
            } catch (const std::exception& e) {
                return std::pair(std::int64_t(0), QString::fromUtf8(e.what()));
            }
        },
        [this, folder](const std::pair<std::int64_t, QString>& found) {
            --m_reading;
            if (folder != m_photos)
                return;
            m_photoCount = found.first;
            m_photosCount->setToken(found.first > 0 ? Token::Text2 : Token::Error);
            m_photosCount->setText(!found.second.isEmpty() ? found.second
                                   : found.first == 0      ? tr("no picture is in %1").arg(folder)
                                                           : tr("%1 in %2")
                                                            .arg(countText(found.first, "photo"),
                                                                 QFileInfo(folder).fileName()));
            refresh();
        });
}

// The engine is loaded by the first who asks: that takes seconds.
void PredictDialog::inspect() {
    const std::uint64_t generation = ++m_generation;
    m_words = {};
    m_isKnown = false;
    if (m_network->currentIndex() < 0) {
        say({NetworkWords::Tone::Plain,
             tr("Train a network first, or choose a file of weights: .safetensors, .pth, .pt or "
                ".pkl, of this or another program."),
             {}});
        return;
    }
    m_about->setToken(Token::Text2);
    m_about->setText(tr("Reading the weights…"));
    refresh();
    ++m_reading;
    const auto asked = m_offer.networks[std::size_t(m_network->currentIndex())].request;
    inBackground(
        this,
        [inspect = m_asking.inspect, asked] {
            try {
                return networkWords(inspect(asked));
            } catch (const std::exception& e) {
                return NetworkWords{NetworkWords::Tone::Fault, QString::fromUtf8(e.what()), {}};
            }
        },
        [this, generation](const NetworkWords& words) {
            --m_reading;
            if (generation == m_generation)
                say(words);
        });
}

void PredictDialog::say(const NetworkWords& words) {
    m_words = words;
    m_isKnown = m_network->currentIndex() >= 0;
    m_about->setToken(words.tone == NetworkWords::Tone::Fault     ? Token::Error
                      : words.tone == NetworkWords::Tone::Warning ? Token::Warn
                                                                  : Token::Text2);
    m_about->setText(words.text);
    m_about->setToolTip(words.names);
    refresh();
}

void PredictDialog::refresh() {
    if (!m_go || m_which->checkedId() < 0)
        return;
    if (m_split->count() > 0)
        m_splitCount->setText(countText(countOf(Which::Split), "image"));
    else
        m_splitCount->setText(tr("none is made yet"));
    m_split->setVisible(m_split->count() > 0);
    const bool usable = m_network->currentIndex() >= 0 && m_words.tone != NetworkWords::Tone::Fault;
    // Until the network is known nobody knows its own size, which a mirrored look goes by.
    const bool waits = usable && !m_isKnown && Looks(m_looks->currentIndex()) == Looks::Mirrored;
    // Photos that are not counted yet, or still to be chosen, may be there.
    const std::int64_t count = countOf(which());
    m_go->setEnabled(usable && !waits && (count > 0 || (which() == Which::Photos && count < 0)));
    if (which() == Which::Photos)
        m_target->setText(m_offer.hasProject
                              ? tr("The photos open in place of %1, which stays as it is.")
                                    .arg(m_offer.projectName)
                              : tr("The photos open, and stay where they are."));
    else
        m_target->setText(usable && !waits ? m_asking.target(request()) : QString());
}

void PredictDialog::accept() {
    if (which() == Which::Photos && m_photos.isEmpty()) {
        choosePhotos();
        return;
    }
    QDialog::accept();
}

}  // namespace selvedge
