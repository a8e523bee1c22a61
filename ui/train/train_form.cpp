#include "ui/train/train_form.h"

#include <QComboBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "app/tasks/recipes.h"
#include "ui/parts/theme.h"
#include "ui/parts/tinted_label.h"
#include "ui/parts/type.h"
#include "ui/plot/number_text.h"
#include "ui/train/field_edit.h"

namespace selvedge {

namespace {

constexpr int kLabelWidth = 104;

}  // namespace

TrainForm::TrainForm(QWidget* parent) : QWidget(parent) {
    m_surroundings.devices = QStringList{QStringLiteral("auto"), QStringLiteral("cpu")};
    chooseFile = [this] {
        return QFileDialog::getOpenFileName(this, tr("Start from"), {},
                                            tr("Weights (*.safetensors)"));
    };
    for (FieldSpec& spec : trainFields()) {
        m_order.push_back(spec.id);
        Row& row = m_rows[spec.id];
        row.spec = std::move(spec);
    }

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 8, 12, 8);
    layout->setSpacing(4);
    m_recipe = new QComboBox;
    m_recipe->setAccessibleName(tr("Recipe"));
    m_recipe->setToolTip(tr("A named starting point; choosing one fills in the whole form."));
    for (const Recipe& recipe : recipes())
        m_recipe->addItem(QString::fromStdString(recipe.title),
                          QString::fromStdString(recipe.name));
    m_recipe->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_recipeNote = new TintedLabel(Token::Text2, -1);
    m_recipeNote->setWordWrap(true);
    layout->addWidget(m_recipe);
    layout->addWidget(m_recipeNote);
    addGroup(FieldSpec::Group::Data, tr("Data"), layout);
    addGroup(FieldSpec::Group::Model, tr("Model"), layout);
    addGroup(FieldSpec::Group::Attributes, tr("Attributes"), layout);
    addGroup(FieldSpec::Group::Solver, tr("Solver"), layout);
    addGroup(FieldSpec::Group::Device, tr("Device"), layout);
    layout->addStretch();
    connect(m_recipe, &QComboBox::activated, this,
            [this] { applyRecipe(m_recipe->currentData().toString()); });
    m_setup.runName = QStringLiteral("run-1");
    applyRecipe(m_recipe->itemData(0).toString());
}

void TrainForm::addGroup(FieldSpec::Group group, const QString& title, QVBoxLayout* layout) {
    auto* head = new QHBoxLayout;
    head->setContentsMargins(0, 8, 0, 0);
    auto* name = new TintedLabel(Token::Text, 0, true);
    name->setText(title);
    head->addWidget(name);
    head->addStretch();
    layout->addLayout(head);

    auto* details = new QWidget;
    auto* folded = new QVBoxLayout(details);
    folded->setContentsMargins(0, 0, 0, 0);
    folded->setSpacing(4);
    int count = 0;
    for (const TrainField field : m_order) {
        Row& row = m_rows[field];
        if (row.spec.group != group)
            continue;
        if (row.spec.folded) {
            folded->addWidget(makeRow(row));
            ++count;
        } else {
            layout->addWidget(makeRow(row));
        }
    }
    if (count == 0) {
        delete details;
        return;
    }
    auto* more = new QToolButton;
    more->setCheckable(true);
    more->setAutoRaise(true);
    more->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    more->setArrowType(Qt::RightArrow);
    more->setText(tr("%1 more settings").arg(count));
    more->setAccessibleName(tr("More settings of %1").arg(title));
    more->setFont(typeFont(-1));
    details->hide();
    connect(more, &QToolButton::toggled, details, [more, details](bool open) {
        details->setVisible(open);
        more->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
    });
    layout->addWidget(more, 0, Qt::AlignLeft);
    layout->addWidget(details);
}

QWidget* TrainForm::makeRow(Row& row) {
    row.row = new QWidget;
    auto* column = new QVBoxLayout(row.row);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    auto* line = new QHBoxLayout;
    line->setSpacing(4);
    auto* label = new TintedLabel(Token::Text2, 0);
    label->setText(row.spec.label);
    label->setFixedWidth(kLabelWidth);
    label->setToolTip(row.spec.tip);
    line->addWidget(label);
    const TrainField field = row.spec.id;
    QWidget* editor;
    if (row.spec.choices.empty()) {
        editor = row.edit = new FieldEdit;
        connect(row.edit, &QLineEdit::textEdited, this,
                [this, field](const QString& text) { fieldEdited(field, text); });
    } else {
        editor = row.combo = new QComboBox;
        for (const FieldSpec::Choice& choice : row.spec.choices)
            row.combo->addItem(choice.title, choice.key);
        row.combo->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
        connect(row.combo, &QComboBox::activated, this, [this, field, combo = row.combo] {
            fieldEdited(field, combo->currentData().toString());
        });
    }
    // The wheel scrolls the form, it never changes a setting by the way.
    editor->setFocusPolicy(Qt::StrongFocus);
    editor->installEventFilter(this);
    editor->setToolTip(row.spec.tip);
    editor->setAccessibleName(row.spec.label);
    editor->setMinimumWidth(60);
    label->setBuddy(editor);
    line->addWidget(editor, 1);
    if (field == TrainField::StartFrom) {
        auto* browse = new QToolButton;
        browse->setText(QStringLiteral("…"));
        browse->setObjectName(QStringLiteral("chooseWeights"));
        browse->setToolTip(tr("Choose a file"));
        browse->setAccessibleName(tr("Choose a file to start from"));
        connect(browse, &QToolButton::clicked, this, [this] {
            const QString file = chooseFile();
            if (file.isEmpty())
                return;
            fieldEdited(TrainField::StartFrom, file);
            showSetup();
        });
        line->addWidget(browse);
    }
    column->addLayout(line);
    row.fault = new TintedLabel(Token::Error, -1);
    row.fault->setWordWrap(true);
    row.fault->setContentsMargins(kLabelWidth + 4, 0, 0, 2);
    row.fault->hide();
    column->addWidget(row.fault);
    return row.row;
}

bool TrainForm::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Wheel && qobject_cast<QComboBox*>(watched)) {
        event->ignore();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void TrainForm::fieldEdited(TrainField field, const QString& text) {
    Row& row = m_rows[field];
    row.unreadable = row.spec.set(m_setup, text);
    showFaults();
    Q_EMIT changed();
}

void TrainForm::setSetup(const TrainSetup& setup) {
    m_setup = setup;
    for (auto& [field, row] : m_rows)
        row.unreadable.clear();
    showDevices();
    showBackbones();
    showSetup();
    showFaults();
    Q_EMIT changed();
}

void TrainForm::applyRecipe(const QString& name) {
    const Recipe& recipe = recipeNamed(name.toStdString());
    m_recipe->setCurrentIndex(m_recipe->findData(name));
    m_recipeNote->setText(QString::fromStdString(recipe.note));
    m_reference = {recipe.config, {}, 0};
    setSetup({recipe.config, m_setup.runName, m_setup.imageLimit});
}

void TrainForm::setSurroundings(const TrainSurroundings& surroundings) {
    m_surroundings = surroundings;
    showDevices();
    showBackbones();
    m_rows[TrainField::ImageLimit].edit->setPlaceholderText(
        surroundings.images > 0 ? tr("all %1").arg(countText(std::int64_t(surroundings.images)))
                                : tr("all"));
    showSetup();
    showFaults();
    Q_EMIT changed();
}

// The devices that exist, and the one that is set even where it does not (then a fault says so).
void TrainForm::showDevices() {
    QComboBox* combo = m_rows[TrainField::Device].combo;
    combo->clear();
    QStringList ids = m_surroundings.devices;
    const QString set = QString::fromStdString(m_setup.config.device);
    if (!ids.contains(set))
        ids += set;
    for (const QString& id : ids) {
        QString title = id == QLatin1String("auto")  ? tr("Automatic")
                        : id == QLatin1String("cpu") ? tr("CPU")
                                                     : id;
        if (id.startsWith(QLatin1String("cuda:")))
            title = tr("GPU %1").arg(id.mid(5));
        combo->addItem(title, id);
    }
    combo->setCurrentIndex(combo->findData(set));
}

// Those that the engine knows, and the one that is set even where it does not. Until the engine has
// been asked, those of the field.
void TrainForm::showBackbones() {
    Row& row = m_rows[TrainField::Backbone];
    row.combo->clear();
    for (const BackboneInfo& backbone : m_surroundings.backbones)
        row.combo->addItem(QString::fromStdString(backbone.title),
                           QString::fromStdString(backbone.name));
    if (m_surroundings.backbones.empty()) {
        for (const FieldSpec::Choice& choice : row.spec.choices)
            row.combo->addItem(choice.title, choice.key);
    }
    const QString set = QString::fromStdString(m_setup.config.network.backbone);
    if (row.combo->findData(set) < 0)
        row.combo->addItem(set, set);
    row.combo->setCurrentIndex(row.combo->findData(set));
}

void TrainForm::showSetup() {
    for (auto& [field, row] : m_rows) {
        if (!row.unreadable.isEmpty())
            continue;  // what is being typed stays
        const QString text = row.spec.text(m_setup);
        if (row.combo) {
            row.combo->setCurrentIndex(row.combo->findData(text));
        } else if (row.edit) {
            if (row.edit->text() != text)
                row.edit->setText(text);
            if (field != TrainField::RunName)
                row.edit->setReference(row.spec.text(m_reference));
        }
    }
}

void TrainForm::showFaults() {
    m_faults.clear();
    for (const auto& [field, row] : m_rows) {
        if (!row.unreadable.isEmpty())
            m_faults.push_back({field, row.unreadable});
    }
    for (FieldFault& fault : faultsOf(m_setup, m_surroundings)) {
        if (m_rows[fault.field].unreadable.isEmpty())
            m_faults.push_back(std::move(fault));
    }
    for (auto& [field, row] : m_rows) {
        const QString text = faultOf(field);
        row.fault->setText(text);
        row.fault->setVisible(!text.isEmpty());
        editor(field)->setAccessibleDescription(text.isEmpty() ? row.spec.tip : text);
        if (row.edit)
            row.edit->setFaulty(!text.isEmpty());
    }
    for (auto& [field, row] : m_rows) {
        if (row.spec.applies)
            row.row->setEnabled(row.spec.applies(m_setup));
    }
}

bool TrainForm::isValid() const {
    return m_faults.empty();
}

QString TrainForm::faultOf(TrainField field) const {
    const auto it = std::find_if(m_faults.begin(), m_faults.end(),
                                 [field](const FieldFault& fault) { return fault.field == field; });
    return it == m_faults.end() ? QString() : it->text;
}

QWidget* TrainForm::editor(TrainField field) const {
    const Row& row = m_rows.at(field);
    return row.combo ? static_cast<QWidget*>(row.combo) : row.edit;
}

}  // namespace selvedge
