#include "ui/browse/viewer.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QSlider>
#include <QVBoxLayout>
#include <algorithm>

#include "app/session/visible_objects.h"
#include "ui/browse/browse_actions.h"
#include "ui/browse/viewer_heads.h"
#include "ui/parts/action_registry.h"
#include "ui/parts/motion.h"
#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

constexpr int kBlinkInterval = 500;  // ms: two changes a second at most

}  // namespace

Viewer::Viewer(Session& session, ComparedRuns& compared, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_compared(compared),
      m_first(new Canvas),
      m_second(new Canvas),
      m_truthHead(new SideHead(true)),
      m_predictionHead(new SideHead(false)),
      m_legend(new ViewerLegend) {
    auto* heads = new QHBoxLayout;
    heads->setSpacing(0);
    heads->addWidget(m_truthHead, 1);
    heads->addWidget(m_predictionHead, 1);
    auto* sides = new QHBoxLayout;
    sides->setSpacing(1);
    sides->addWidget(m_first, 1);
    sides->addWidget(m_second, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(heads);
    layout->addLayout(sides, 1);
    layout->addWidget(m_legend);
    m_second->setAccessibleName(tr("Picture with predictions"));
    m_second->hide();
    m_truthHead->hide();
    m_predictionHead->hide();
    setFocusProxy(m_first);

    for (Canvas* canvas : {m_first, m_second}) {
        Canvas* other = canvas == m_first ? m_second : m_first;
        connect(canvas, &Canvas::viewChanged, other, &Canvas::setView);
        connect(canvas, &Canvas::zoomChanged, this, &Viewer::showZoom);
        connect(canvas, &Canvas::locateWanted, this, &Viewer::locateWanted);
        connect(canvas, &Canvas::fitWanted, this, [this] {
            m_first->fit();
            m_second->fit();
        });
        connect(canvas, &Canvas::objectClicked, this,
                [this](std::optional<ObjectRef> object) { m_session.setCurrentObject(object); });
        connect(canvas, &Canvas::pointerMoved, this,
                [this, canvas](QPointF point) { showPointer(*canvas, point); });
        connect(canvas, &Canvas::pointerLeft, this, [this] {
            m_pointed.reset();
            tellPointer({});
        });
        canvas->installEventFilter(this);
        canvas->setContextMenuPolicy(Qt::CustomContextMenu);
        connect(canvas, &QWidget::customContextMenuRequested, this,
                [this, canvas](QPoint at) { openMenu(*canvas, at); });
    }
    m_blink.setInterval(kBlinkInterval);
    connect(&m_blink, &QTimer::timeout, this, [this] {
        m_phase = !m_phase;
        applyStyle();
    });
    connect(&session, &Session::currentObjectChanged, this, [this] {
        m_first->setSelected(m_session.currentObject());
        m_second->setSelected(m_session.currentObject());
        refreshCommands();
    });
    connect(&session.visibleObjects(), &VisibleObjects::changed, this, [this] {
        applyStyle();
        refreshCommands();
    });
    connect(&session, &Session::operatingPointChanged, this, [this] {
        refreshVerdicts();
        applyStyle();
    });
    connect(&session, &Session::predictionsChanged, this, &Viewer::applyCompare);
    connect(&compared, &ComparedRuns::changed, this, [this] {
        forgetOtherRuns();
        applyCompare();
        refreshCommands();
    });
    connect(&session, &Session::projectChanged, this, [this] {
        for (Canvas* canvas : {m_first, m_second}) {
            canvas->setCatalog(m_session.catalog());
            canvas->fit();
        }
    });
}

void Viewer::setScene(std::shared_ptr<const CanvasScene> scene) {
    m_scene = std::move(scene);
    m_first->setScene(m_scene);
    m_second->setScene(m_scene);
    refreshVerdicts();
    refreshHeads();
}

void Viewer::setMips(std::shared_ptr<const ImageMips> mips) {
    m_preview = false;
    m_first->setMips(mips);
    m_second->setMips(mips);
}

void Viewer::setPreview(const QImage& image, QSize space) {
    setMips(image.isNull() ? nullptr : ImageMips::fromImage(image, space));
    m_preview = true;
}

void Viewer::forgetObjects() {
    m_scene.reset();
    m_first->setScene(nullptr);
    m_second->setScene(nullptr);
}

void Viewer::setFault(const QString& fault, bool missing) {
    m_first->setFault(fault, missing);
    m_second->setFault(fault, missing);
}

bool Viewer::checked(const char* id) const {
    return m_actions->action(QLatin1String(id))->isChecked();
}

// What all canvases and sides have alike.
CanvasStyle Viewer::commonStyle() const {
    const VisibleObjects& visible = m_session.visibleObjects();
    CanvasStyle style;
    style.truth = checked(browse::kTruth);
    style.predictions = checked(browse::kPredictions);
    style.fills = checked(browse::kFill);
    style.outlines = !checked(browse::kNoOverlay);
    style.boxes = checked(browse::kBoxes);
    style.labels = checked(browse::kLabels);
    style.attributes = checked(browse::kAttributes);
    style.opacity = m_opacity->value() / 100.0;
    style.point = m_session.operatingPoint();
    style.colourBy = checked(browse::kColourSupercategory) ? ColourBy::Supercategory
                     : checked(browse::kColourObject)      ? ColourBy::Object
                     : checked(browse::kColourScore)       ? ColourBy::Score
                                                           : ColourBy::Category;
    style.hidden = visible.hidden();
    style.alone = visible.alone();
    return style;
}

// Which mode, and whether it moves by itself.
void Viewer::applyCompare() {
    if (!m_actions)
        return;
    const bool predicted = m_session.predictions() || !m_compared.shown().empty();
    const Compare before = m_compare;
    m_compare = !predicted                     ? Compare::Overlay
                : checked(browse::kSideBySide) ? Compare::SideBySide
                : checked(browse::kSwipe)      ? Compare::Swipe
                : checked(browse::kBlink)      ? Compare::Blink
                                               : Compare::Overlay;
    if (m_compare != Compare::Blink) {
        m_blink.stop();
    } else if (before != Compare::Blink) {
        m_phase = false;
        if (!lessMotionWanted())
            m_blink.start();
    }
    applyStyle();
}

void Viewer::applyStyle() {
    if (!m_actions)
        return;
    const CanvasStyle style = commonStyle();
    CanvasStyle truth = style, predictions = style;
    truth.predictions = false;
    predictions.truth = false;
    const bool two = m_compare == Compare::SideBySide, swipe = m_compare == Compare::Swipe;
    const bool blink = m_compare == Compare::Blink;
    const bool secondSeen = blink ? m_phase != m_otherHeld : m_otherHeld;
    m_truthHead->setVisible(two || swipe || (blink && !secondSeen));
    m_predictionHead->setVisible(two || swipe || (blink && secondSeen));
    m_second->setVisible(two);
    m_first->setStyleOfObjects(two || swipe  ? truth
                               : blink       ? (secondSeen ? predictions : truth)
                               : m_otherHeld ? predictions
                                             : style);
    m_first->setSwipe(swipe ? std::optional(predictions) : std::nullopt);
    m_second->setStyleOfObjects(predictions);
    refreshHeads();
}

// The blinking command while it blinks: stop, go on; one step where motion is not wanted.
void Viewer::pauseOrStepBlinking() {
    if (m_blink.isActive()) {
        m_blink.stop();
    } else if (lessMotionWanted()) {
        m_phase = !m_phase;
        applyStyle();
    } else {
        m_blink.start();
    }
}

void Viewer::refreshVerdicts() {
    const auto verdicts = m_scene ? std::make_shared<const std::vector<SceneVerdict>>(
                                        verdictsOf(*m_scene, m_session.criteria()))
                                  : nullptr;
    m_first->setVerdicts(verdicts);
    m_second->setVerdicts(verdicts);
}

void Viewer::refreshHeads() {
    if (!m_actions)
        return;
    const OperatingPoint point = m_session.operatingPoint();
    std::int64_t truths = 0, attributes = 0, predictions = 0;
    if (m_scene) {
        for (const CanvasObject& object : m_scene->objects) {
            truths += object.isTruth();
            attributes += object.isTruth() ? std::int64_t(object.attributes.size()) : 0;
            predictions +=
                !object.isTruth() && object.score >= scoreThresholdOf(point, object.category);
        }
    }
    m_truthHead->say(tr("Ground truth"), tr("%1 · %2").arg(countText(truths, "object"),
                                                           countText(attributes, "attribute")));
    QStringList runs;
    for (std::size_t i = 0; m_scene && i < m_scene->runs.size(); ++i) {
        if (m_scene->runs[i].cell)
            runs += m_scene->runs[i].name;
    }
    const bool unknown = m_scene && runs.isEmpty() && !m_scene->runs.empty();
    if (unknown)
        m_predictionHead->say(tr("Prediction · %1").arg(m_scene->runs.front().name),
                              tr("not predicted yet"));
    else
        m_predictionHead->say(
            runs.size() > 1 ? tr("Predictions · %1").arg(runs.join(QStringLiteral(", ")))
                            : tr("Prediction · %1").arg(runs.value(0)),
            tr("%1 · score at least %2")
                .arg(countText(predictions, "object"), metricText(point.scoreThreshold, 2)));
    m_legend->show(m_scene.get(), commonStyle().colourBy);
}

void Viewer::showPointer(const Canvas& canvas, QPointF point) {
    m_pointed = {&canvas, point};
    if (!m_scene || !QRectF(QPointF(), QSizeF(m_scene->size)).contains(point)) {
        tellPointer({});
        return;
    }
    QString text = tr("x %1  y %2").arg(int(point.x())).arg(int(point.y()));
    if (canvas.mips() && !m_preview) {
        const QRgb color = canvas.mips()->pixelAt(point);
        text += tr("    RGB %1 %2 %3").arg(qRed(color)).arg(qGreen(color)).arg(qBlue(color));
    }
    text += QStringLiteral("    %1 %").arg(qRound(canvas.zoom() * 100));
    tellPointer(text);
}

void Viewer::tellPointer(const QString& text) {
    const QString place = m_name->toolTip() + QStringLiteral(", ") + m_place->text();
    Q_EMIT pointerText(text.isEmpty() ? place : place + QStringLiteral("    ") + text);
}

// Through what is shown, in the order of the inspector: truth first. With one alone it becomes the
// next one.
void Viewer::stepObject(int step) {
    if (!m_scene)
        return;
    CanvasStyle all = commonStyle();
    all.alone.reset();
    std::vector<ObjectRef> shown;
    for (const bool truth : {true, false}) {
        for (const CanvasObject& object : m_scene->objects) {
            if (object.isTruth() == truth && all.shows(object))
                shown.push_back(object.ref);
        }
    }
    if (shown.empty())
        return;
    const auto current = m_session.currentObject();
    const auto it = current ? std::find(shown.begin(), shown.end(), *current) : shown.end();
    const std::ptrdiff_t count = std::ptrdiff_t(shown.size());
    const std::ptrdiff_t from = it == shown.end() ? (step > 0 ? -1 : count) : it - shown.begin();
    m_session.setCurrentObject(shown[std::size_t((from + step + count) % count)]);
}

// Runs laid over the current one may have another number now.
void Viewer::forgetOtherRuns() {
    std::set<ObjectRef> hidden = m_session.visibleObjects().hidden();
    std::erase_if(hidden, [](const ObjectRef& object) { return object.run > 0; });
    m_session.visibleObjects().setHidden(std::move(hidden));
    if (m_session.currentObject() && m_session.currentObject()->run > 0)
        m_session.setCurrentObject({});
}

void Viewer::hideOthers() {
    const auto current = m_session.currentObject();
    if (!m_scene || !current)
        return;
    std::set<ObjectRef> others;
    for (const CanvasObject& object : m_scene->objects) {
        if (object.ref != *current)
            others.insert(object.ref);
    }
    m_session.visibleObjects().setHidden(std::move(others));
}

void Viewer::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_H && event->modifiers() == Qt::NoModifier &&
        !event->isAutoRepeat()) {
        m_first->hideObjects(true);
        m_second->hideObjects(true);
    }
    if (event->key() == Qt::Key_Q && event->modifiers() == Qt::NoModifier &&
        !event->isAutoRepeat() && (m_session.predictions() || !m_compared.shown().empty())) {
        m_blink.stop();  // it stays until K lets it go on
        m_otherHeld = true;
        applyStyle();
    }
    QWidget::keyPressEvent(event);
}

void Viewer::keyReleaseEvent(QKeyEvent* event) {
    if ((event->key() == Qt::Key_H || event->key() == Qt::Key_Q) && !event->isAutoRepeat())
        releaseKeys();
    QWidget::keyReleaseEvent(event);
}

// A key that goes up elsewhere is not seen here.
bool Viewer::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::FocusOut)
        releaseKeys();
    return QWidget::eventFilter(watched, event);
}

void Viewer::releaseKeys() {
    m_first->hideObjects(false);
    m_second->hideObjects(false);
    if (m_otherHeld) {
        m_otherHeld = false;
        applyStyle();
    }
}

}  // namespace selvedge
