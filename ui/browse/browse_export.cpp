#include "ui/browse/browse_export.h"

#include <QFileInfo>
#include <QPainter>
#include <algorithm>
#include <array>
#include <numeric>

#include "dataset/error.h"
#include "dataset/project/output_guard.h"
#include "ui/browse/browse_page.h"
#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

struct Kind {
    const char* title;
    const char* name;
    const char* filter;
};
const Kind& kindOf(ExportDialog::As as) {
    static const Kind kinds[] = {
        {QT_TRANSLATE_NOOP("selvedge::BrowseExport", "Export as CSV"), "train.csv", "CSV (*.csv)"},
        {QT_TRANSLATE_NOOP("selvedge::BrowseExport", "Export as COCO JSON"), "instances.json",
         "JSON (*.json)"},
        {QT_TRANSLATE_NOOP("selvedge::BrowseExport", "Export as Detectron2 dicts"),
         "detectron2.json", "JSON (*.json)"},
        {QT_TRANSLATE_NOOP("selvedge::BrowseExport", "Export as a submission"), "submission.csv",
         "CSV (*.csv)"},
        {QT_TRANSLATE_NOOP("selvedge::BrowseExport", "Export a contact sheet"), "contact-sheet.pdf",
         "PDF (*.pdf)"},
        {QT_TRANSLATE_NOOP("selvedge::BrowseExport", "Export a contact sheet"), "contact-sheet.png",
         "PNG (*.png)"},
    };
    return kinds[int(as)];
}

// As the gallery shows it on paper: photos without the room around them, cut-outs with it.
QImage tileImage(const Thumbnail& thumbnail, QSize size, double ratio, bool cutOut,
                 const TileStyle& style, const OverlayPalette& palette) {
    const QSize logical = cutOut ? size : thumbnail.image.size().scaled(size, Qt::KeepAspectRatio);
    QImage image(logical * ratio, QImage::Format_RGB32);
    image.setDevicePixelRatio(ratio);
    image.fill(Qt::white);
    QPainter painter(&image);
    const auto paint = cutOut ? paintCutout : paintTile;
    paint(painter, QRect(QPoint(), logical), thumbnail, style, palette);
    return image;
}

QString countedObjects(std::size_t count) {
    return count == 1 ? BrowseExport::tr("1 object")
                      : BrowseExport::tr("%1 objects").arg(countText(std::int64_t(count)));
}

// Where the name has no ending the format's is added.
QString withSuffix(const QString& target, const QString& suffix) {
    return QFileInfo(target).suffix().isEmpty() ? target + u'.' + suffix : target;
}

}  // namespace

BrowseExport::BrowseExport(Session& session, BrowsePage& page)
    : QObject(&page), m_session(session), m_page(page) {}

bool BrowseExport::objectsShown() const {
    return m_page.gallery().model().kind() == TileKind::Objects;
}

std::vector<std::uint32_t> BrowseExport::itemsOf(ExportDialog::What what) const {
    TileModel& model = m_page.gallery().model();
    switch (what) {
        case ExportDialog::What::Selection:
            return model.selection().items;
        case ExportDialog::What::Filter:
            return model.items().indices();
        case ExportDialog::What::All:
            break;
    }
    const auto table = m_session.objects();
    std::vector<std::uint32_t> all(objectsShown() ? table->size() : table->images.size());
    std::iota(all.begin(), all.end(), 0u);
    return all;
}

std::vector<ImageIndex> BrowseExport::imagesOf(ExportDialog::What what) const {
    std::vector<std::uint32_t> items = itemsOf(what);
    const TileNumbers numbers = m_page.gallery().loader().numbers();
    for (std::uint32_t& item : items)
        item = numbers.imageOf({m_page.gallery().model().kind(), item});
    std::sort(items.begin(), items.end());
    items.erase(std::unique(items.begin(), items.end()), items.end());
    return items;
}

ExportDialog::Counts BrowseExport::counts() const {
    const auto table = m_session.objects();
    ExportDialog::Counts counts;
    counts.objects = objectsShown();
    counts.selection = std::int64_t(m_page.gallery().model().selection().items.size());
    counts.filter = m_page.gallery().model().count();
    counts.all = std::int64_t(counts.objects ? table->size() : table->images.size());
    if (counts.objects) {
        counts.selectionImages = std::int64_t(imagesOf(ExportDialog::What::Selection).size());
        counts.filterImages = std::int64_t(imagesOf(ExportDialog::What::Filter).size());
        counts.allImages = std::int64_t(table->images.size());
    }
    counts.title = m_page.queryInWords();
    return counts;
}

// Snapshots, so that the job's thread may draw while the window goes on.
SheetContent BrowseExport::sheetOf(std::vector<std::uint32_t> items) const {
    SheetContent content;
    content.count = items.size();
    const auto table = m_session.objects();
    const auto catalog = m_session.catalog();
    const bool objects = objectsShown();
    const auto all = std::make_shared<const std::vector<std::uint32_t>>(std::move(items));
    const ThumbnailSource source = m_page.gallery().loader().source();
    content.caption = [all, table, catalog, objects,
                       numbers = source.numbers()](std::size_t item) -> SheetContent::Caption {
        const std::uint32_t index = (*all)[item];
        const TileItem tile{objects ? TileKind::Objects : TileKind::Images, index};
        const auto& image = table->images[numbers.imageOf(tile)];
        if (objects)
            return {QString::fromStdString(catalog->categories()[numbers.categoryOf(index)].name),
                    QString::fromStdString(image.id)};
        return {QString::fromStdString(image.id), countedObjects(table->objectsOf(index).size())};
    };
    TileStyle style = m_page.gallery().styleOfTiles();
    style.ground = QColor(kSheetGround);  // paper is light whatever the theme
    content.picture = [all, source, objects, style = std::move(style),
                       palette = m_page.gallery().overlayPalette()](std::size_t item, QSize size,
                                                                    double ratio) {
        const std::uint32_t index = (*all)[item];
        const QSize box = size * ratio;
        const auto thumbnail = objects ? makeCutouts(source, std::array{index}, box).front()
                                       : makeThumbnail(source, index, box);
        return thumbnail->image.isNull()
                   ? QImage()
                   : tileImage(*thumbnail, size, ratio, objects, style, palette);
    };
    return content;
}

void BrowseExport::open(SaveFile saveFile) {
    if (!m_session.project())
        return;
    auto* dialog = new ExportDialog(counts(), m_page.window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog, saveFile = std::move(saveFile)] {
        const Kind& kind = kindOf(dialog->as());
        const QString target =
            saveFile(tr(kind.title), QLatin1String(kind.name), QLatin1String(kind.filter));
        if (!target.isEmpty())
            run(dialog->what(), dialog->as(), dialog->look(),
                withSuffix(target, QFileInfo(QLatin1String(kind.name)).suffix()));
    });
    dialog->open();
}

void BrowseExport::run(ExportDialog::What what, ExportDialog::As as, const SheetLook& look,
                       const QString& target) {
    switch (as) {
        case ExportDialog::As::SheetPdf:
        case ExportDialog::As::SheetPng:
            return drawSheet(what, look, target);
        case ExportDialog::As::Csv:
        case ExportDialog::As::Coco:
        case ExportDialog::As::Detectron2:
        case ExportDialog::As::Submission:
            break;
    }
    std::optional<std::vector<ImageIndex>> images;
    if (what != ExportDialog::What::All)
        images = imagesOf(what);
    m_session.exportData(as == ExportDialog::As::Csv          ? ExportFormat::Csv
                         : as == ExportDialog::As::Coco       ? ExportFormat::Coco
                         : as == ExportDialog::As::Detectron2 ? ExportFormat::Detectron2
                                                              : ExportFormat::Submission,
                         target, std::move(images));
}

void BrowseExport::drawSheet(ExportDialog::What what, SheetLook look, const QString& target) {
    const auto project = m_session.project();
    const QString query = m_page.queryInWords();
    look.tileRatio = m_page.gallery().layoutOfTiles().photoRatio;
    look.footer = m_session.projectName();
    if (look.title.isEmpty())
        look.title = look.footer;
    if (what == ExportDialog::What::Filter && !query.isEmpty())
        look.footer += QStringLiteral(" · ") + query;
    const std::vector<std::uint32_t> items = itemsOf(what);
    const SheetContent content = sheetOf(items);
    const TileStyle& style = m_page.gallery().styleOfTiles();
    const bool lines = style.mode != TileStyle::Mode::None;
    const TileNumbers numbers = m_page.gallery().loader().numbers();
    const auto found = std::count_if(items.begin(), items.end(), [&](std::uint32_t index) {
        return numbers.isDetection({TileKind::Objects, index});
    });
    const bool objects = objectsShown();
    look.truth = lines && (objects ? found < std::ptrdiff_t(items.size()) : style.truth);
    look.predictions =
        lines && (objects ? found > 0 : style.predictions && m_session.predictions());
    look.note = objects              ? countedObjects(content.count)
                : content.count == 1 ? tr("1 image")
                                     : tr("%1 images").arg(countText(qint64(content.count)));
    auto work = [this, project, look, target, content](std::stop_token stop,
                                                       const ProgressCallback& onProgress) {
        refuseToReplace(target.toStdString(), *project);
        const SheetResult result = writeContactSheet(content, look, target, onProgress, stop);
        Job::Outcome outcome;
        outcome.stopped = result.stoppedEarly;
        outcome.text = countText(std::int64_t(result.pages), "page");
        outcome.open = [&session = m_session, target] {
            session.showResult(Session::Result::File, target);
        };
        if (!result.stoppedEarly)
            outcome.deliver = [this, words = outcome.text, count = content.count, target] {
                m_session.post({Message::Kind::Info,
                                (count == 1 ? tr("%1 is in %2, %3.") : tr("%1 are in %2, %3."))
                                    .arg(countText(std::int64_t(count), "picture"), target, words),
                                {},
                                {},
                                target});
            };
        return outcome;
    };
    m_session.jobs().add(tr("Draw %1").arg(QFileInfo(target).fileName()), {}, std::move(work));
}

}  // namespace selvedge
