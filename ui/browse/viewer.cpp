#include "ui/browse/viewer.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QSlider>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/browse/browse_actions.h"
#include "ui/parts/action_widgets.h"
#include "ui/parts/theme.h"
#include "ui/parts/tool_row.h"
#include "ui/parts/type.h"
#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

// "— Ground truth   6 objects": the head of one of two canvases.
class SideHead : public QWidget {
public:
    SideHead(bool truth, const QString& title, QLabel* text) : m_truth(truth) {
        setFixedHeight(28);
        auto* layout = new QHBoxLayout(this);
        layout->setContentsMargins(38, 0, 12, 0);
        auto* name = new QLabel(title);
        name->setFont(typeFont(0, true));
        text->setFont(typeFont(-1));
        text->setForegroundRole(QPalette::PlaceholderText);
        layout->addWidget(name);
        layout->addStretch();
        layout->addWidget(text);
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.fillRect(QRect(0, height() - 1, width(), 1), themed(Token::Line));
        QPen sample(themed(m_truth ? Token::Truth : Token::Prediction), 2);
        sample.setCapStyle(Qt::FlatCap);
        if (!m_truth)
            sample.setDashPattern({3.5, 1.5});
        painter.setPen(sample);
        painter.drawLine(12, height() / 2, 30, height() / 2);
    }

private:
    bool m_truth;
};

}  // namespace

Viewer::Viewer(Session& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_first(new Canvas),
      m_second(new Canvas),
      m_truthText(new QLabel),
      m_predictionText(new QLabel) {
    m_firstHead = new SideHead(true, tr("Ground truth"), m_truthText);
    auto* firstSide = new QVBoxLayout;
    firstSide->setSpacing(0);
    firstSide->addWidget(m_firstHead);
    firstSide->addWidget(m_first, 1);
    m_secondSide = new QWidget;
    auto* secondSide = new QVBoxLayout(m_secondSide);
    secondSide->setContentsMargins(1, 0, 0, 0);
    secondSide->setSpacing(0);
    secondSide->addWidget(new SideHead(false, tr("Prediction"), m_predictionText));
    secondSide->addWidget(m_second, 1);
    auto* sides = new QHBoxLayout;
    sides->setSpacing(0);
    sides->addLayout(firstSide, 1);
    sides->addWidget(m_secondSide, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(sides, 1);
    m_second->setAccessibleName(tr("Picture with predictions"));
    setFocusProxy(m_first);

    for (Canvas* canvas : {m_first, m_second}) {
        Canvas* other = canvas == m_first ? m_second : m_first;
        connect(canvas, &Canvas::viewChanged, other, &Canvas::setView);
        connect(canvas, &Canvas::zoomChanged, this, &Viewer::showZoom);
        connect(canvas, &Canvas::fitWanted, this, [this] {
            m_first->fit();
            m_second->fit();
        });
        connect(canvas, &Canvas::objectClicked, this,
                [this](std::optional<ObjectRef> object) { m_session.setCurrentObject(object); });
        connect(canvas, &Canvas::pointerMoved, this, [this](QPointF p) {
            if (m_scene && QRectF(QPointF(), QSizeF(m_scene->size)).contains(p))
                Q_EMIT pointerText(QStringLiteral("x %1  y %2").arg(int(p.x())).arg(int(p.y())));
        });
    }
    connect(&session, &Session::currentObjectChanged, this, [this] {
        m_first->setSelected(m_session.currentObject());
        m_second->setSelected(m_session.currentObject());
    });
    connect(&session, &Session::operatingPointChanged, this, &Viewer::applyStyle);
    connect(&session, &Session::predictionsChanged, this, &Viewer::applyStyle);
    connect(&session, &Session::projectChanged, this, [this] {
        m_first->setCatalog(m_session.catalog());
        m_second->setCatalog(m_session.catalog());
    });
}

void Viewer::useActions(ActionRegistry& registry) {
    m_actions = &registry;
    const auto action = [&](const char* id) { return registry.action(QLatin1String(id)); };
    auto* row = new ToolRow(tr("Viewer"));
    auto* back = new QToolButton;
    back->setDefaultAction(action(browse::kGallery));
    back->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    back->setText(tr("Gallery"));
    back->setAccessibleName(tr("Back to the gallery"));
    row->add(back);
    m_name = row->addLabel(true);
    m_place = row->addLabel(false);
    row->addStretch();
    row->add(
        new ActionSegments({action(browse::kOverlay), action(browse::kSideBySide)}, tr("Compare")));
    row->addGap(4);
    row->add(new SourceButton(action(browse::kTruth), true));
    row->add(new SourceButton(action(browse::kPredictions), false));
    for (const char* id : {browse::kBoxes, browse::kLabels})
        row->add(new IconButton(action(id)));
    row->addGap(4);
    row->addLabel(false)->setText(tr("Fill"));
    m_opacity = new QSlider(Qt::Horizontal);
    m_opacity->setRange(0, 100);
    m_opacity->setFixedWidth(80);
    m_opacity->setAccessibleName(tr("Opacity of fills"));
    m_opacity->setToolTip(m_opacity->accessibleName());
    m_opacity->setValue(
        qRound(m_session.settings().value(Settings::Key::OverlayOpacity).toDouble() * 100));
    row->add(m_opacity);
    row->addGap(4);
    row->add(new IconButton(action(browse::kFit)));
    row->add(new IconButton(action(browse::kOneToOne)));
    m_zoom = row->addLabel(false);
    m_zoom->setMinimumWidth(m_zoom->fontMetrics().horizontalAdvance(QStringLiteral("1000 %")));
    m_zoom->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_zoom->setAccessibleName(tr("Zoom"));
    static_cast<QVBoxLayout*>(layout())->insertWidget(0, row);

    connect(m_opacity, &QSlider::valueChanged, this, [this](int percent) {
        m_session.settings().setValue(Settings::Key::OverlayOpacity, percent / 100.0);
        applyStyle();
    });
    for (const char* id :
         {browse::kTruth, browse::kPredictions, browse::kBoxes, browse::kLabels, browse::kFill,
          browse::kOutline, browse::kNoOverlay, browse::kOverlay, browse::kSideBySide})
        connect(action(id), &QAction::toggled, this, &Viewer::applyStyle);
    const auto on = [&](const char* id, auto run) {
        connect(action(id), &QAction::triggered, this, run);
    };
    on(browse::kFit, [this] {
        m_first->fit();
        m_second->fit();
    });
    on(browse::kOneToOne, [this] { m_first->zoomTo(1); });
    on(browse::kZoomIn, [this] { m_first->zoomBy(1.5); });
    on(browse::kZoomOut, [this] { m_first->zoomBy(1 / 1.5); });
    on(browse::kNextObject, [this] { stepObject(1); });
    on(browse::kPreviousObject, [this] { stepObject(-1); });
    applyStyle();
}

void Viewer::setScene(std::shared_ptr<const CanvasScene> scene) {
    m_scene = scene;
    m_first->setScene(scene);
    m_second->setScene(scene);
    refreshHeads();
}

void Viewer::setMips(std::shared_ptr<const ImageMips> mips) {
    m_first->setMips(mips);
    m_second->setMips(mips);
}

void Viewer::setPreview(const QImage& image, QSize space) {
    setMips(image.isNull() ? nullptr : ImageMips::fromImage(image, space));
}

void Viewer::setFault(const QString& fault) {
    m_first->setFault(fault);
    m_second->setFault(fault);
}

void Viewer::setPlace(const QString& name, const QString& place) {
    m_name->setText(name);
    m_place->setText(place);
}

void Viewer::applyStyle() {
    if (!m_actions)
        return;
    const auto checked = [this](const char* id) {
        return m_actions->action(QLatin1String(id))->isChecked();
    };
    m_sideBySide = checked(browse::kSideBySide) && m_session.predictions();
    m_firstHead->setVisible(m_sideBySide);
    m_secondSide->setVisible(m_sideBySide);
    CanvasStyle style;
    style.fills = checked(browse::kFill);
    style.outlines = !checked(browse::kNoOverlay);
    style.boxes = checked(browse::kBoxes);
    style.labels = checked(browse::kLabels);
    style.opacity = m_opacity->value() / 100.0;
    style.scoreThreshold = m_session.operatingPoint().scoreThreshold;
    style.attributeThreshold = m_session.operatingPoint().attributeThreshold;
    style.truth = checked(browse::kTruth);
    style.predictions = checked(browse::kPredictions);
    CanvasStyle first = style, second = style;
    if (m_sideBySide) {
        first.predictions = false;
        second.truth = false;
    }
    m_first->setStyleOfObjects(first);
    m_second->setStyleOfObjects(second);
    refreshHeads();
}

void Viewer::refreshHeads() {
    std::int64_t truths = 0, predictions = 0;
    if (m_scene) {
        for (const CanvasObject& object : m_scene->objects) {
            truths += object.isTruth();
            predictions +=
                !object.isTruth() && object.score >= m_second->styleOfObjects().scoreThreshold;
        }
    }
    m_truthText->setText(tr("%1 objects").arg(countText(truths)));
    m_predictionText->setText(
        tr("%1 objects · score at least %2")
            .arg(countText(predictions), metricText(m_session.operatingPoint().scoreThreshold, 2)));
}

void Viewer::showZoom() {
    if (m_zoom)
        m_zoom->setText(QStringLiteral("%1 %").arg(qRound(m_first->zoom() * 100)));
}

// Through what is shown, in the order of the inspector: truth first.
void Viewer::stepObject(int step) {
    if (!m_scene)
        return;
    std::vector<ObjectRef> shown;
    for (const bool truth : {true, false}) {
        for (const CanvasObject& object : m_scene->objects) {
            if (object.isTruth() == truth && (m_first->styleOfObjects().shows(object) ||
                                              m_second->styleOfObjects().shows(object)))
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

void Viewer::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_H && !event->isAutoRepeat()) {
        m_first->hideObjects(true);
        m_second->hideObjects(true);
    }
    QWidget::keyPressEvent(event);
}

void Viewer::keyReleaseEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_H && !event->isAutoRepeat()) {
        m_first->hideObjects(false);
        m_second->hideObjects(false);
    }
    QWidget::keyReleaseEvent(event);
}

}  // namespace selvedge
