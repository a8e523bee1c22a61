// A project as the window opens and filters it: bench_store [--benchmark_...] NAME.selvedge. The
// script `store` makes projects and runs it. Counters say what an answer holds.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "dataset/error.h"
#include "dataset/project/apply_query.h"
#include "dataset/project/co_occurrence.h"
#include "dataset/project/project.h"

using namespace selvedge;

namespace {

struct ThreeFacets {
    CategoryIndex category = 0;
    AttributeIndex included = 0, excluded = 0;  // of two groups
};

// The category and attribute that are most often together, and what that category has most seldom
// in another group: the longest answers. Nothing where there are no such.
std::optional<ThreeFacets> longestAnswers(const ObjectTable& table, const Catalog& catalog) {
    const CoOccurrence counts = coOccurrence(table, catalog);
    const auto most = std::max_element(counts.together.begin(), counts.together.end());
    if (most == counts.together.end() || *most == 0)
        return std::nullopt;
    const auto position = std::size_t(most - counts.together.begin());
    ThreeFacets facets{CategoryIndex(position / counts.attributes),
                       AttributeIndex(position % counts.attributes), 0};
    std::vector<AttributeIndex> seen = counts.attributesOf(facets.category);
    std::reverse(seen.begin(), seen.end());
    const auto other = std::find_if(seen.begin(), seen.end(), [&](AttributeIndex attribute) {
        return catalog.groupOf(attribute) != catalog.groupOf(facets.included);
    });
    if (other == seen.end())
        return std::nullopt;
    facets.excluded = *other;
    return facets;
}

std::string wordsOf(const ThreeFacets& facets, const Catalog& catalog) {
    return catalog.categories()[facets.category].name + "; " +
           catalog.attributes()[facets.included].name + "; not " +
           catalog.attributes()[facets.excluded].name;
}

Query queryOf(const ThreeFacets& facets) {
    Query query;
    query.set({Facet::Category, facets.category}, FacetState::Include);
    query.set({Facet::Attribute, facets.included}, FacetState::Include);
    query.set({Facet::Attribute, facets.excluded}, FacetState::Exclude);
    return query;
}

// To ready tables, and closed again, which is not timed.
void open(benchmark::State& state, const std::filesystem::path& path) {
    for (auto _ : state) {
        auto project = Project::open(path);
        benchmark::DoNotOptimize(project->objects()->size() + project->marks()->images.size());
        state.PauseTiming();
        project.reset();
        state.ResumeTiming();
    }
}

void facets(benchmark::State& state, const QueryData& data, const Query& query,
            const std::string& words) {
    QueryResult result;
    for (auto _ : state) {
        result = applyQuery(query, data);
        benchmark::DoNotOptimize(result);
    }
    const ObjectTable& table = *data.table;
    state.SetLabel(words);
    state.counters["images"] = double(result.images.size());
    state.counters["objects"] = double(result.objects.size());
    state.counters["of_images"] = double(table.images.size());
    state.counters["of_objects"] = double(table.size());
    state.counters["of_attributes"] = double(table.attributes.size());
}

}  // namespace

int main(int argc, char** argv) {
    benchmark::Initialize(&argc, argv);
    if (argc != 2) {
        std::fprintf(stderr, "bench_store [--benchmark_...] NAME.selvedge\n");
        return 2;
    }
    const std::filesystem::path path = argv[1];
    QueryData data;
    std::shared_ptr<const Catalog> catalog;
    try {
        const auto project = Project::open(path);
        catalog = project->catalog();
        data.table = project->objects();
        data.marks = project->marks();
        data.words = std::make_shared<const Vocabulary>(catalog, data.marks->tagNames);
    } catch (const Error& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
    benchmark::RegisterBenchmark("open", [&](benchmark::State& state) {
        open(state, path);
    })->Unit(benchmark::kMillisecond);
    const auto addFacets = [&](const char* name, const Query& query, std::string words) {
        benchmark::RegisterBenchmark(name, [&, query, words](benchmark::State& state) {
            facets(state, data, query, words);
        })->Unit(benchmark::kMillisecond);
    };
    addFacets("facets_none", {}, "all");
    if (const auto three = longestAnswers(*data.table, *catalog))
        addFacets("facets_three", queryOf(*three), wordsOf(*three, *catalog));
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
