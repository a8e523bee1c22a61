#include "ui/browse/export_dialog.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSpinBox>
#include <QVBoxLayout>

#include "ui/parts/tinted_label.h"
#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

struct Paper {
    const char* name;
    QPageSize::PageSizeId size;
    bool landscape;
};
constexpr Paper kPapers[] = {
    {QT_TRANSLATE_NOOP("selvedge::ExportDialog", "A4, portrait"), QPageSize::A4, false},
    {QT_TRANSLATE_NOOP("selvedge::ExportDialog", "A4, landscape"), QPageSize::A4, true},
    {QT_TRANSLATE_NOOP("selvedge::ExportDialog", "A3, portrait"), QPageSize::A3, false},
    {QT_TRANSLATE_NOOP("selvedge::ExportDialog", "A3, landscape"), QPageSize::A3, true},
    {QT_TRANSLATE_NOOP("selvedge::ExportDialog", "Letter, portrait"), QPageSize::Letter, false},
    {QT_TRANSLATE_NOOP("selvedge::ExportDialog", "Letter, landscape"), QPageSize::Letter, true},
};

}  // namespace

ExportDialog::ExportDialog(const Counts& counts, QWidget* parent)
    : QDialog(parent),
      m_whole(new QLabel),
      m_title(new QLineEdit(counts.title)),
      m_paper(new QComboBox),
      m_columns(new QSpinBox),
      m_captions(new QCheckBox(tr("Names below the pictures"))) {
    setWindowTitle(tr("Export"));
    setAccessibleName(windowTitle());
    const auto counted = [&](std::int64_t count) {
        return countText(count, counts.objects ? "object" : "image");
    };
    auto* what = makeChoice(tr("What"),
                            {{tr("The selection"), counted(counts.selection)},
                             {tr("What the filter leaves"), counted(counts.filter)},
                             {tr("Everything"), counted(counts.all)}},
                            m_what);
    const std::int64_t each[] = {counts.selection, counts.filter, counts.all};
    for (int i = 0; i < 3; ++i)
        m_what->button(i)->setEnabled(each[i] > 0);
    auto* as = makeChoice(
        tr("As"),
        {{tr("CSV of iMaterialist"), tr("ground truth with your corrections")},
         {tr("COCO / Fashionpedia JSON"), tr("the same for other programs")},
         {tr("Detectron2 dataset dicts"), tr("JSON for training with Detectron2")},
         {tr("Submission CSV"), tr("ground truth without overlaps, as Kaggle wants it")},
         {tr("Contact sheet, PDF"), tr("pictures on pages, with the overlay as it is now")},
         {tr("Contact sheet, PNG"), tr("the same as one picture a page")}},
        m_as);
    auto* fields = makeSheetFields();
    auto* buttons = new QDialogButtonBox;
    auto* go = buttons->addButton(tr("Choose a file…"), QDialogButtonBox::AcceptRole);
    go->setProperty("primary", true);
    buttons->addButton(QDialogButtonBox::Cancel);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(12);
    layout->addWidget(what);
    layout->addWidget(as);
    layout->addWidget(m_whole);
    layout->addWidget(fields);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_as, &QButtonGroup::idToggled, fields,
            [this, fields] { fields->setEnabled(isSheet()); });
    // The title says what was asked for, unless somebody wrote another.
    connect(m_what, &QButtonGroup::idToggled, this, [this, asked = counts.title] {
        const QString own = this->what() == What::All ? asked : QString();
        if (m_title->text() == own)
            m_title->setText(this->what() == What::All ? QString() : asked);
    });
    m_whole->setWordWrap(true);
    m_whole->setForegroundRole(QPalette::PlaceholderText);
    for (QButtonGroup* group : {m_what, m_as})
        connect(group, &QButtonGroup::idToggled, this, [this, counts] { sayWhole(counts); });
    choose(counts.selection > 1 ? What::Selection
           : counts.filter > 0  ? What::Filter
                                : What::All,
           As::SheetPdf);
    m_what->checkedButton()->setFocus();
}

// Who has chosen objects learns that data files are made of images.
void ExportDialog::sayWhole(const Counts& counts) {
    const std::int64_t images[] = {counts.selectionImages, counts.filterImages, counts.allImages};
    const std::int64_t count = images[int(what())];
    m_whole->setVisible(counts.objects && !isSheet() && what() != What::All);
    m_whole->setText(count == 1
                         ? tr("Its image is written whole, with all objects that it has.")
                         : tr("Their %1 are written whole, with all objects that these have.")
                               .arg(countText(count, "image")));
}

QWidget* ExportDialog::makeChoice(const QString& title,
                                  const QList<std::pair<QString, QString>>& words,
                                  QButtonGroup*& group) {
    auto* box = new QWidget;
    box->setAccessibleName(title);
    auto* layout = new QFormLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setVerticalSpacing(4);
    auto* head = new TintedLabel(Token::Text, 0, true);
    head->setText(title);
    layout->addRow(head);
    group = new QButtonGroup(this);
    for (const auto& [word, gloss] : words) {
        auto* button = new QRadioButton(word);
        button->setAccessibleDescription(gloss);
        auto* text = new TintedLabel(Token::Text2, -1);
        text->setText(gloss);
        group->addButton(button, int(group->buttons().size()));
        layout->addRow(button, text);
    }
    return box;
}

QWidget* ExportDialog::makeSheetFields() {
    for (const Paper& paper : kPapers)
        m_paper->addItem(tr(paper.name));
    m_columns->setRange(1, 12);
    m_columns->setValue(4);
    m_captions->setChecked(true);
    auto* box = new QWidget;
    box->setAccessibleName(tr("Contact sheet"));
    auto* form = new QFormLayout(box);
    form->setContentsMargins(0, 0, 0, 0);
    form->addRow(tr("Title"), m_title);
    form->addRow(tr("Paper"), m_paper);
    form->addRow(tr("Columns"), m_columns);
    form->addRow(QString(), m_captions);
    m_title->setAccessibleName(tr("Title"));
    m_paper->setAccessibleName(tr("Paper"));
    m_columns->setAccessibleName(tr("Columns"));
    return box;
}

ExportDialog::What ExportDialog::what() const {
    return What(m_what->checkedId());
}

ExportDialog::As ExportDialog::as() const {
    return As(m_as->checkedId());
}

void ExportDialog::choose(What what, As as) {
    m_what->button(int(what))->setChecked(true);
    m_as->button(int(as))->setChecked(true);
}

SheetLook ExportDialog::look() const {
    const Paper& paper = kPapers[m_paper->currentIndex()];
    SheetLook look;
    look.title = m_title->text().trimmed();
    look.paper = paper.size;
    look.landscape = paper.landscape;
    look.columns = m_columns->value();
    look.captions = m_captions->isChecked();
    return look;
}

}  // namespace selvedge
